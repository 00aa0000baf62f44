CREATE TABLE scoring_policies (
    id UUID NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL CONSTRAINT uq_scoring_policies_number UNIQUE,
    content TEXT NOT NULL,
    content_sha256 TEXT NOT NULL CONSTRAINT uq_scoring_policies_content_sha256 UNIQUE,
    created_at TIMESTAMPTZ NOT NULL
) STRICT;

CREATE TABLE cycles (
    id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL CONSTRAINT uq_cycles_code UNIQUE,
    name TEXT NOT NULL,
    period_kind TEXT NOT NULL CHECK (period_kind IN ('MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR', 'AD_HOC')),
    period_start DATE NOT NULL,
    period_end DATE NOT NULL,
    opens_at TIMESTAMPTZ NOT NULL,
    closes_at TIMESTAMPTZ NOT NULL,
    auto_open BOOLEAN NOT NULL,
    confidentiality TEXT NOT NULL CHECK (confidentiality IN ('ATTRIBUTED', 'CONFIDENTIAL', 'ANONYMOUS')),
    -- The policy as the draft has it; the opening turns it into a policy version.
    policy TEXT NOT NULL,
    scoring_policy_id UUID REFERENCES scoring_policies (id),
    state TEXT NOT NULL CHECK (state IN ('DRAFT', 'OPEN', 'CLOSED', 'SCORED', 'PUBLISHED', 'ARCHIVED', 'CANCELLED')),
    ranking_opened BOOLEAN NOT NULL,
    owner_account_id UUID NOT NULL REFERENCES accounts (id),
    seed TEXT NOT NULL,
    opened_at TIMESTAMPTZ,
    closed_at TIMESTAMPTZ,
    published_at TIMESTAMPTZ,
    open_attempt_failed_at TIMESTAMPTZ,
    version INTEGER NOT NULL,
    CHECK (period_end >= period_start),
    CHECK (closes_at > opens_at),
    CHECK (state IN ('DRAFT', 'CANCELLED') OR scoring_policy_id IS NOT NULL)
) STRICT;
CREATE INDEX ix_cycles_period_end ON cycles (period_end, code);
CREATE INDEX ix_cycles_state ON cycles (state, closes_at);
CREATE INDEX ix_cycles_owner_account_id ON cycles (owner_account_id);

CREATE TABLE cycle_matrix_rows (
    id UUID NOT NULL PRIMARY KEY,
    cycle_id UUID NOT NULL REFERENCES cycles (id),
    position INTEGER NOT NULL,
    assessed_department_id UUID NOT NULL REFERENCES departments (id),
    questionnaire_version_id UUID NOT NULL REFERENCES questionnaire_versions (id),
    CONSTRAINT uq_cycle_matrix_rows_cycle_id_assessed_department_id UNIQUE (cycle_id, assessed_department_id)
) STRICT;
CREATE INDEX ix_cycle_matrix_rows_assessed_department_id ON cycle_matrix_rows (assessed_department_id);
CREATE INDEX ix_cycle_matrix_rows_questionnaire_version_id ON cycle_matrix_rows (questionnaire_version_id);

-- An assessor is a department or a selector (a kind of department), never both.
CREATE TABLE cycle_assessors (
    id UUID NOT NULL PRIMARY KEY,
    cycle_id UUID NOT NULL REFERENCES cycles (id),
    row_id UUID NOT NULL REFERENCES cycle_matrix_rows (id),
    position INTEGER NOT NULL,
    department_id UUID REFERENCES departments (id),
    department_kind TEXT CHECK (department_kind IN ('HEADQUARTERS', 'BUSINESS_CENTER', 'BRANCH', 'EXTERNAL_UNIT')),
    weight TEXT,
    rule TEXT NOT NULL CHECK (rule IN ('HEAD', 'ALL', 'NAMED', 'RANDOM')),
    random_count INTEGER CHECK (random_count > 0),
    named_employee_ids TEXT NOT NULL,
    CHECK ((department_id IS NULL) <> (department_kind IS NULL)),
    CHECK ((rule = 'RANDOM') = (random_count IS NOT NULL)),
    CONSTRAINT uq_cycle_assessors_row_id_department_id UNIQUE (row_id, department_id),
    CONSTRAINT uq_cycle_assessors_row_id_department_kind UNIQUE (row_id, department_kind)
) STRICT;
CREATE INDEX ix_cycle_assessors_cycle_id ON cycle_assessors (cycle_id);
CREATE INDEX ix_cycle_assessors_department_id ON cycle_assessors (department_id);

-- The departments of an opened cycle as they were named and headed that day.
CREATE TABLE cycle_departments (
    cycle_id UUID NOT NULL REFERENCES cycles (id),
    department_id UUID NOT NULL REFERENCES departments (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    head_name TEXT,
    -- Whose name that is: who is erased is erased here too.
    head_id UUID REFERENCES employees (id),
    PRIMARY KEY (cycle_id, department_id)
) STRICT;
CREATE INDEX ix_cycle_departments_department_id ON cycle_departments (department_id);
CREATE INDEX ix_cycle_departments_head_id ON cycle_departments (head_id);

-- The matrix as the opening resolved it. The weight is an exact fraction: a
-- selector's weight is shared equally by the departments it stands for.
CREATE TABLE cycle_pairs (
    id UUID NOT NULL PRIMARY KEY,
    cycle_id UUID NOT NULL REFERENCES cycles (id),
    assessed_department_id UUID NOT NULL REFERENCES departments (id),
    assessing_department_id UUID NOT NULL REFERENCES departments (id),
    questionnaire_version_id UUID NOT NULL REFERENCES questionnaire_versions (id),
    weight_numerator TEXT NOT NULL,
    weight_denominator TEXT NOT NULL,
    rule TEXT NOT NULL CHECK (rule IN ('HEAD', 'ALL', 'NAMED', 'RANDOM')),
    CHECK (assessed_department_id <> assessing_department_id),
    CONSTRAINT uq_cycle_pairs UNIQUE (cycle_id, assessed_department_id, assessing_department_id)
) STRICT;
CREATE INDEX ix_cycle_pairs_assessed_department_id ON cycle_pairs (assessed_department_id);
CREATE INDEX ix_cycle_pairs_assessing_department_id ON cycle_pairs (assessing_department_id);
CREATE INDEX ix_cycle_pairs_questionnaire_version_id ON cycle_pairs (questionnaire_version_id);

CREATE TABLE assignments (
    id UUID NOT NULL PRIMARY KEY,
    cycle_id UUID NOT NULL REFERENCES cycles (id),
    pair_id UUID NOT NULL REFERENCES cycle_pairs (id),
    assessed_department_id UUID NOT NULL REFERENCES departments (id),
    assessing_department_id UUID NOT NULL REFERENCES departments (id),
    questionnaire_version_id UUID NOT NULL REFERENCES questionnaire_versions (id),
    evaluator_id UUID NOT NULL REFERENCES employees (id),
    state TEXT NOT NULL CHECK (state IN ('PENDING', 'SUBMITTED', 'CANCELLED')),
    due_at TIMESTAMPTZ NOT NULL,
    submitted_at TIMESTAMPTZ,
    -- A closed cycle takes the answer of an assignment that was reopened by hand.
    reopened_at TIMESTAMPTZ,
    version INTEGER NOT NULL,
    CHECK ((state = 'SUBMITTED') = (submitted_at IS NOT NULL))
) STRICT;
CREATE INDEX ix_assignments_evaluator_id ON assignments (evaluator_id, state, due_at, id);
CREATE INDEX ix_assignments_cycle_id ON assignments (cycle_id, assessing_department_id, id);
CREATE INDEX ix_assignments_pair_id ON assignments (pair_id);
-- One person assesses one department once; a cancelled duty may be given anew.
CREATE UNIQUE INDEX uq_assignments_cycle_id_assessed_department_id_evaluator_id ON assignments (cycle_id, assessed_department_id, evaluator_id) WHERE state <> 'CANCELLED';

CREATE TABLE reminders (
    id UUID NOT NULL PRIMARY KEY,
    assignment_id UUID NOT NULL REFERENCES assignments (id),
    reminded_at TIMESTAMPTZ NOT NULL,
    -- NULL when the schedule reminded, not a person.
    account_id UUID REFERENCES accounts (id)
) STRICT;
CREATE INDEX ix_reminders_assignment_id ON reminders (assignment_id, reminded_at);
CREATE INDEX ix_reminders_account_id ON reminders (account_id);
