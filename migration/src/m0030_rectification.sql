-- What makes an issue by itself.
CREATE TABLE trigger_rules (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- A document: what the rule looks for.
    looks_for TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('LOW', 'MEDIUM', 'HIGH')),
    due_working_days INTEGER NOT NULL CHECK (due_working_days BETWEEN 1 AND 250),
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID NOT NULL REFERENCES accounts (id),
    -- NULL as long as it looks.
    retired_at TIMESTAMPTZ,
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT;
CREATE INDEX ix_trigger_rules_created_by ON trigger_rules (created_by);

-- What was found wrong, until it is put right.
CREATE TABLE issues (
    id UUID NOT NULL PRIMARY KEY,
    -- The readable number, such as R2026-000012: the year in which it was opened, where the
    -- company is, and the place within the year, from 1 and without gaps.
    year INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    -- Who puts it right.
    department_id UUID NOT NULL REFERENCES departments (id),
    severity TEXT NOT NULL CHECK (severity IN ('LOW', 'MEDIUM', 'HIGH')),
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'ANALYSIS', 'PLANNED', 'APPROVED', 'IN_PROGRESS', 'VERIFYING', 'CLOSED', 'CANCELLED')),
    round INTEGER NOT NULL CHECK (round > 0),
    due_on DATE NOT NULL,
    -- What it came from, and its evidence: one of the references at most.
    source TEXT NOT NULL CHECK (source IN ('SCORE', 'ANSWER', 'COMPLAINT', 'AUDIT', 'HAND', 'SYSTEMIC')),
    rule_id UUID REFERENCES trigger_rules (id),
    score_id UUID REFERENCES scores (id),
    complaint_id UUID REFERENCES complaints (id),
    sheet_id UUID REFERENCES survey_sheets (id),
    cycle_id UUID REFERENCES cycles (id),
    dimension TEXT,
    item TEXT,
    -- Names the finding of a rule: one finding makes one issue however often the rule runs.
    finding TEXT CONSTRAINT uq_issues_finding UNIQUE,
    -- The analysis of the present round: a document. And its cause, by which issues are found.
    analysis TEXT,
    cause TEXT CHECK (cause IN ('PEOPLE', 'METHOD', 'MACHINE', 'MATERIAL', 'ENVIRONMENT', 'MEASUREMENT', 'MANAGEMENT')),
    -- The closed issue of the same department, cause and item that came back.
    recurrence_of UUID REFERENCES issues (id),
    opened_at TIMESTAMPTZ NOT NULL,
    -- NULL for one that a rule has opened.
    opened_by UUID REFERENCES accounts (id),
    -- Since when the effect of the present round is observed.
    verifying_since TIMESTAMPTZ,
    closed_at TIMESTAMPTZ,
    version INTEGER NOT NULL CHECK (version > 0),
    CONSTRAINT uq_issues_year_position UNIQUE (year, position),
    CHECK ((rule_id IS NULL) = (finding IS NULL)),
    CHECK ((analysis IS NULL) = (cause IS NULL)),
    CHECK (state <> 'VERIFYING' OR verifying_since IS NOT NULL),
    CHECK ((state IN ('CLOSED', 'CANCELLED')) = (closed_at IS NOT NULL)),
    CHECK (recurrence_of IS NULL OR recurrence_of <> id)
) STRICT;
CREATE INDEX ix_issues_state ON issues (state, due_on, id);
CREATE INDEX ix_issues_department_id ON issues (department_id, id);
CREATE INDEX ix_issues_cause ON issues (cause, item, dimension);
CREATE INDEX ix_issues_rule_id ON issues (rule_id);
CREATE INDEX ix_issues_score_id ON issues (score_id);
CREATE INDEX ix_issues_complaint_id ON issues (complaint_id);
CREATE INDEX ix_issues_sheet_id ON issues (sheet_id);
CREATE INDEX ix_issues_cycle_id ON issues (cycle_id);
CREATE INDEX ix_issues_recurrence_of ON issues (recurrence_of);
CREATE INDEX ix_issues_opened_by ON issues (opened_by);
CREATE INDEX ix_issues_opened_at ON issues (opened_at);
CREATE INDEX ix_issues_closed_at ON issues (closed_at);

-- What is done about it, round by round; a plan that was turned down stays to be read.
CREATE TABLE issue_plans (
    id UUID NOT NULL PRIMARY KEY,
    issue_id UUID NOT NULL REFERENCES issues (id),
    round INTEGER NOT NULL CHECK (round > 0),
    state TEXT NOT NULL CHECK (state IN ('SUBMITTED', 'APPROVED', 'REJECTED')),
    -- A document: by which figure it is seen whether the plan worked.
    measure TEXT NOT NULL,
    submitted_at TIMESTAMPTZ NOT NULL,
    submitted_by UUID NOT NULL REFERENCES accounts (id)
) STRICT;
CREATE UNIQUE INDEX uq_issue_plans_issue_id_round ON issue_plans (issue_id, round) WHERE state <> 'REJECTED';
CREATE INDEX ix_issue_plans_issue_id ON issue_plans (issue_id, id);
CREATE INDEX ix_issue_plans_submitted_by ON issue_plans (submitted_by);

CREATE TABLE issue_plan_decisions (
    plan_id UUID NOT NULL REFERENCES issue_plans (id),
    -- As what somebody decided: each level once.
    level TEXT NOT NULL CHECK (level IN ('MANAGER', 'EXECUTIVE')),
    approved BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL,
    decided_by UUID NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (plan_id, level)
) STRICT, WITHOUT ROWID;
-- Two decisions are those of two people.
CREATE UNIQUE INDEX uq_issue_plan_decisions_plan_id_decided_by ON issue_plan_decisions (plan_id, decided_by);
CREATE INDEX ix_issue_plan_decisions_decided_by ON issue_plan_decisions (decided_by);

CREATE TABLE issue_actions (
    id UUID NOT NULL PRIMARY KEY,
    plan_id UUID NOT NULL REFERENCES issue_plans (id),
    issue_id UUID NOT NULL REFERENCES issues (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    title TEXT NOT NULL,
    expected_result TEXT NOT NULL,
    owner_id UUID NOT NULL REFERENCES employees (id),
    due_on DATE NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('PENDING', 'DONE', 'CANCELLED')),
    result TEXT,
    completed_at TIMESTAMPTZ,
    completed_by UUID REFERENCES accounts (id),
    CHECK ((state = 'DONE') = (completed_at IS NOT NULL)),
    CHECK ((state = 'DONE') = (completed_by IS NOT NULL)),
    CHECK (state <> 'DONE' OR result IS NOT NULL),
    CONSTRAINT uq_issue_actions_plan_id_position UNIQUE (plan_id, position)
) STRICT;
CREATE INDEX ix_issue_actions_issue_id ON issue_actions (issue_id);
CREATE INDEX ix_issue_actions_owner_id ON issue_actions (owner_id, state);
CREATE INDEX ix_issue_actions_completed_by ON issue_actions (completed_by);

-- More time for an action: asked for, and decided by somebody else.
CREATE TABLE issue_extensions (
    id UUID NOT NULL PRIMARY KEY,
    action_id UUID NOT NULL REFERENCES issue_actions (id),
    issue_id UUID NOT NULL REFERENCES issues (id),
    old_due_on DATE NOT NULL,
    due_on DATE NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('PENDING', 'APPROVED', 'REJECTED')),
    requested_at TIMESTAMPTZ NOT NULL,
    requested_by UUID NOT NULL REFERENCES accounts (id),
    decision_reason TEXT,
    decided_at TIMESTAMPTZ,
    decided_by UUID REFERENCES accounts (id),
    CHECK (due_on > old_due_on),
    CHECK ((state = 'PENDING') = (decided_by IS NULL)),
    CHECK ((state = 'PENDING') = (decided_at IS NULL)),
    CONSTRAINT ck_issue_extensions_two_people CHECK (decided_by <> requested_by)
) STRICT;
CREATE UNIQUE INDEX uq_issue_extensions_action_id ON issue_extensions (action_id) WHERE state = 'PENDING';
CREATE INDEX ix_issue_extensions_issue_id ON issue_extensions (issue_id);
CREATE INDEX ix_issue_extensions_action_id ON issue_extensions (action_id, id);
CREATE INDEX ix_issue_extensions_state ON issue_extensions (state, id);
CREATE INDEX ix_issue_extensions_requested_by ON issue_extensions (requested_by);
CREATE INDEX ix_issue_extensions_decided_by ON issue_extensions (decided_by);

-- Whether a round worked: found once, by data or by a person; and when data were missing.
CREATE TABLE issue_verifications (
    id UUID NOT NULL PRIMARY KEY,
    issue_id UUID NOT NULL REFERENCES issues (id),
    round INTEGER NOT NULL CHECK (round > 0),
    outcome TEXT NOT NULL CHECK (outcome IN ('EFFECTIVE', 'NOT_EFFECTIVE', 'INSUFFICIENT_DATA')),
    basis TEXT NOT NULL CHECK (basis IN ('DATA', 'PERSON')),
    -- The score that was observed, where it was one.
    score_id UUID REFERENCES scores (id),
    baseline TEXT,
    observed TEXT,
    gain TEXT,
    reason TEXT,
    verified_at TIMESTAMPTZ NOT NULL,
    -- NULL where the clock had it computed.
    verified_by UUID REFERENCES accounts (id),
    CHECK (basis <> 'PERSON' OR verified_by IS NOT NULL),
    CHECK (basis <> 'PERSON' OR reason IS NOT NULL),
    CHECK (basis = 'DATA' OR outcome <> 'INSUFFICIENT_DATA')
) STRICT;
CREATE UNIQUE INDEX uq_issue_verifications_issue_id_round ON issue_verifications (issue_id, round, outcome);
CREATE INDEX ix_issue_verifications_issue_id ON issue_verifications (issue_id, id);
CREATE INDEX ix_issue_verifications_score_id ON issue_verifications (score_id);
CREATE INDEX ix_issue_verifications_verified_by ON issue_verifications (verified_by);

-- Everything that happened to an issue: replayed, it gives the present state.
CREATE TABLE issue_history (
    id UUID NOT NULL PRIMARY KEY,
    issue_id UUID NOT NULL REFERENCES issues (id),
    action TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    round INTEGER NOT NULL CHECK (round > 0),
    reason TEXT,
    happened_at TIMESTAMPTZ NOT NULL,
    -- NULL for what happened by itself.
    actor_id UUID REFERENCES accounts (id)
) STRICT;
CREATE INDEX ix_issue_history_issue_id ON issue_history (issue_id, id);
CREATE INDEX ix_issue_history_actor_id ON issue_history (actor_id);

-- Who was told that an issue is late: each step once for one due day.
CREATE TABLE issue_escalations (
    issue_id UUID NOT NULL REFERENCES issues (id),
    step TEXT NOT NULL CHECK (step IN ('OWNER', 'HEAD', 'MANAGER', 'EXECUTIVE')),
    due_on DATE NOT NULL,
    escalated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (issue_id, due_on, step)
) STRICT, WITHOUT ROWID;
