-- Cycles that ask again whether what was done about an issue has worked: one in each round.
CREATE TABLE issue_resurveys (
    issue_id UUID NOT NULL REFERENCES issues (id),
    round INTEGER NOT NULL CHECK (round > 0),
    cycle_id UUID NOT NULL CONSTRAINT uq_issue_resurveys_cycle_id UNIQUE REFERENCES cycles (id),
    started_at TIMESTAMPTZ NOT NULL,
    started_by UUID NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (issue_id, round)
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_issue_resurveys_started_by ON issue_resurveys (started_by);
