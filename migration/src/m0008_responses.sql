CREATE TABLE assignment_drafts (
    assignment_id UUID NOT NULL PRIMARY KEY REFERENCES assignments (id),
    answers TEXT NOT NULL,
    saved_at TIMESTAMPTZ NOT NULL
) STRICT;

-- One submitted sheet. The answers are one canonical document, so that a
-- submission is one row and a scoring pass reads one column.
-- Cycles that promised anonymity have none here.
CREATE TABLE responses (
    id UUID NOT NULL PRIMARY KEY,
    cycle_id UUID NOT NULL REFERENCES cycles (id),
    pair_id UUID NOT NULL REFERENCES cycle_pairs (id),
    assignment_id UUID NOT NULL REFERENCES assignments (id),
    idempotency_key TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    sheet TEXT NOT NULL,
    submitted_at TIMESTAMPTZ NOT NULL,
    -- Set when the assignment was reopened: the sheet is kept and not counted.
    superseded_at TIMESTAMPTZ
) STRICT;
CREATE INDEX ix_responses_cycle_id ON responses (cycle_id, pair_id);
CREATE UNIQUE INDEX uq_responses_assignment_id ON responses (assignment_id) WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX uq_responses_assignment_id_idempotency_key ON responses (assignment_id, idempotency_key);

-- What whoever submitted an anonymous sheet is told again at a retry. It knows the
-- person and no sheet, and of the time no more than the day.
CREATE TABLE response_receipts (
    id UUID NOT NULL PRIMARY KEY,
    assignment_id UUID NOT NULL CONSTRAINT uq_response_receipts_assignment_id UNIQUE REFERENCES assignments (id),
    key_sha256 TEXT NOT NULL,
    submitted_at TIMESTAMPTZ NOT NULL
) STRICT;
