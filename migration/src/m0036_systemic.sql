-- The same cause about the same in several departments: one issue for all is proposed.
CREATE TABLE systemic_proposals (
    id UUID NOT NULL PRIMARY KEY,
    cause TEXT NOT NULL CHECK (cause IN ('PEOPLE', 'METHOD', 'MACHINE', 'MATERIAL', 'ENVIRONMENT', 'MEASUREMENT', 'MANAGEMENT')),
    dimension TEXT,
    item TEXT,
    -- Cause, dimension and item in one text, by which the pattern is found again.
    pattern TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('PROPOSED', 'ACCEPTED', 'DECLINED')),
    proposed_at TIMESTAMPTZ NOT NULL,
    decided_at TIMESTAMPTZ,
    decided_by UUID REFERENCES accounts (id),
    decision_reason TEXT,
    -- The systemic issue that was opened.
    issue_id UUID REFERENCES issues (id),
    version INTEGER NOT NULL CHECK (version > 0),
    CHECK (dimension IS NOT NULL OR item IS NOT NULL),
    CHECK ((state = 'PROPOSED') = (decided_at IS NULL)),
    CHECK ((state = 'PROPOSED') = (decided_by IS NULL)),
    CHECK ((state = 'ACCEPTED') = (issue_id IS NOT NULL)),
    CHECK (state <> 'DECLINED' OR decision_reason IS NOT NULL)
) STRICT;
-- Of one pattern one proposal waits at a time, however many analyses complete it.
CREATE UNIQUE INDEX uq_systemic_proposals_pattern ON systemic_proposals (pattern) WHERE state = 'PROPOSED';
CREATE UNIQUE INDEX uq_systemic_proposals_issue_id ON systemic_proposals (issue_id);
CREATE INDEX ix_systemic_proposals_pattern ON systemic_proposals (pattern, id);
CREATE INDEX ix_systemic_proposals_state ON systemic_proposals (state, id);
CREATE INDEX ix_systemic_proposals_decided_by ON systemic_proposals (decided_by);

-- The issues that show the pattern.
CREATE TABLE systemic_proposal_issues (
    proposal_id UUID NOT NULL REFERENCES systemic_proposals (id),
    issue_id UUID NOT NULL REFERENCES issues (id),
    PRIMARY KEY (proposal_id, issue_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_systemic_proposal_issues_issue_id ON systemic_proposal_issues (issue_id);
