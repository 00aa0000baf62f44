-- How far the work on a complaint has come. Late is derived of the two days, never stored;
-- they are NULL in complaints that a release before has written down, until the clock sets them.
ALTER TABLE complaints ADD COLUMN acknowledge_by DATE;
ALTER TABLE complaints ADD COLUMN answer_by DATE;
ALTER TABLE complaints ADD COLUMN acknowledged_at TIMESTAMPTZ
    CONSTRAINT ck_complaints_acknowledged_at CHECK (state = 'RECEIVED' OR acknowledged_at IS NOT NULL);
-- What was found, the last answer, and what is done to put it right.
ALTER TABLE complaints ADD COLUMN finding TEXT;
ALTER TABLE complaints ADD COLUMN answer TEXT
    CONSTRAINT ck_complaints_answer CHECK (state NOT IN ('ANSWERED', 'CLOSED') OR answer IS NOT NULL);
ALTER TABLE complaints ADD COLUMN remedy TEXT;
ALTER TABLE complaints ADD COLUMN answered_at TIMESTAMPTZ
    CONSTRAINT ck_complaints_answered_at CHECK ((state IN ('ANSWERED', 'CLOSED')) = (answered_at IS NOT NULL));
ALTER TABLE complaints ADD COLUMN closed_at TIMESTAMPTZ
    CONSTRAINT ck_complaints_closed_at CHECK ((state = 'CLOSED') = (closed_at IS NOT NULL));
-- Whether whoever complained was satisfied; NULL where nobody knows.
ALTER TABLE complaints ADD COLUMN satisfied BOOLEAN
    CONSTRAINT ck_complaints_satisfied CHECK (satisfied IS NULL OR state = 'CLOSED');
CREATE INDEX ix_complaints_acknowledge_by ON complaints (state, acknowledge_by);
CREATE INDEX ix_complaints_answer_by ON complaints (state, answer_by);

-- Everything that happened to a complaint: replayed, it gives the present state.
CREATE TABLE complaint_history (
    id UUID NOT NULL PRIMARY KEY,
    complaint_id UUID NOT NULL REFERENCES complaints (id),
    action TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    -- Why, or what, in somebody's words: of an answer the answer.
    reason TEXT,
    happened_at TIMESTAMPTZ NOT NULL,
    -- NULL for what happened by itself.
    actor_id UUID REFERENCES accounts (id)
) STRICT;
CREATE INDEX ix_complaint_history_complaint_id ON complaint_history (complaint_id, id);
CREATE INDEX ix_complaint_history_actor_id ON complaint_history (actor_id);
-- The history begins with the logging. Its ids are those of the complaints: no other id is
-- there yet, and the two are never held against each other.
INSERT INTO complaint_history (id, complaint_id, action, from_state, to_state, reason, happened_at, actor_id)
    SELECT id, id, 'LOGGED', 'RECEIVED', 'RECEIVED', NULL, received_at, recorded_by FROM complaints;

-- Every contact with whoever complained.
CREATE TABLE complaint_notes (
    id UUID NOT NULL PRIMARY KEY,
    complaint_id UUID NOT NULL REFERENCES complaints (id),
    contacted_at TIMESTAMPTZ NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('PHONE', 'EMAIL', 'WEB', 'VISIT', 'SURVEY', 'LETTER', 'OTHER')),
    -- INCOMING: whoever complained turned to the company.
    direction TEXT NOT NULL CHECK (direction IN ('INCOMING', 'OUTGOING')),
    -- NULL once whoever complained was erased.
    said TEXT,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL REFERENCES accounts (id),
    idempotency_key TEXT,
    content_sha256 TEXT,
    CHECK (contacted_at <= recorded_at)
) STRICT;
CREATE INDEX ix_complaint_notes_complaint_id ON complaint_notes (complaint_id, id);
CREATE UNIQUE INDEX uq_complaint_notes_recorded_by_idempotency_key ON complaint_notes (recorded_by, idempotency_key);

-- Who was told that a complaint is late: once for each deadline and its day.
CREATE TABLE complaint_reminders (
    complaint_id UUID NOT NULL REFERENCES complaints (id),
    deadline TEXT NOT NULL CHECK (deadline IN ('ACKNOWLEDGE', 'ANSWER')),
    due_on DATE NOT NULL,
    reminded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (complaint_id, deadline, due_on)
) STRICT, WITHOUT ROWID;
