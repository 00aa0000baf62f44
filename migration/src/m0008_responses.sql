CREATE TABLE assignment_drafts (
    assignment_id UUID NOT NULL PRIMARY KEY REFERENCES assignments (id),
    answers TEXT NOT NULL,
    saved_at TIMESTAMPTZ NOT NULL
) STRICT;

-- One submitted sheet. The answers are one canonical document, so that a
-- submission is one row and a scoring pass reads one column.
CREATE TABLE responses (
    id UUID NOT NULL PRIMARY KEY,
    cycle_id UUID NOT NULL REFERENCES cycles (id),
    pair_id UUID NOT NULL REFERENCES cycle_pairs (id),
    -- NULL where the cycle promised anonymity: then nothing leads to the person.
    assignment_id UUID REFERENCES assignments (id),
    idempotency_key TEXT,
    content_sha256 TEXT,
    sheet TEXT NOT NULL,
    submitted_at TIMESTAMPTZ NOT NULL,
    -- Set when the assignment was reopened: the sheet is kept and not counted.
    superseded_at TIMESTAMPTZ
) STRICT;
CREATE INDEX ix_responses_cycle_id ON responses (cycle_id, pair_id) WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX uq_responses_counted ON responses (assignment_id) WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX uq_responses_idempotency_key ON responses (assignment_id, idempotency_key);
