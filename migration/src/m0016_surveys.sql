-- How the company surveys: one row.
CREATE TABLE survey_settings (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    -- How many people must approve a suspension, one after the other.
    suspension_steps INTEGER NOT NULL CHECK (suspension_steps BETWEEN 1 AND 5),
    -- The share of customers in per cent that must be surveyed in each year, and
    -- within how many years all of them.
    yearly_coverage TEXT NOT NULL,
    full_coverage_years INTEGER NOT NULL CHECK (full_coverage_years BETWEEN 1 AND 10),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO survey_settings (id, suspension_steps, yearly_coverage, full_coverage_years, version) VALUES (1, 1, '40', 3, 1);

-- Who is surveyed and who is assessed, stage by stage; the newest set holds.
CREATE TABLE eligibility_rule_sets (
    id UUID NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL CONSTRAINT uq_eligibility_rule_sets_number UNIQUE,
    content TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by UUID REFERENCES accounts (id)
) STRICT;
CREATE INDEX ix_eligibility_rule_sets_recorded_by ON eligibility_rule_sets (recorded_by);

CREATE TABLE survey_plans (
    id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL CONSTRAINT uq_survey_plans_code UNIQUE,
    name TEXT NOT NULL,
    cycle_id UUID NOT NULL REFERENCES cycles (id),
    questionnaire_version_id UUID NOT NULL REFERENCES questionnaire_versions (id),
    assessed_department_id UUID NOT NULL REFERENCES departments (id),
    channel TEXT NOT NULL CHECK (channel IN ('LINK', 'EMAIL', 'SMS', 'PHONE', 'PAPER', 'FACE_TO_FACE')),
    confidentiality TEXT NOT NULL CHECK (confidentiality IN ('ATTRIBUTED', 'CONFIDENTIAL', 'ANONYMOUS')),
    -- Documents: the conditions, the method and the ratios as they were checked.
    frame TEXT NOT NULL,
    sampling TEXT NOT NULL,
    quotas TEXT NOT NULL,
    -- Whatever is drawn is drawn from it: the same seed gives the same draw.
    seed TEXT NOT NULL,
    -- How many people more than places are drawn.
    reserve INTEGER NOT NULL CHECK (reserve >= 0),
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    -- The daily window in minutes after midnight where the company is.
    daily_from INTEGER NOT NULL CHECK (daily_from BETWEEN 0 AND 1439),
    daily_until INTEGER NOT NULL CHECK (daily_until BETWEEN 1 AND 1440),
    -- How many are asked on one day; NULL for everyone.
    daily_quota INTEGER CHECK (daily_quota > 0),
    -- How long an invitation can be answered, in seconds; 0 for ever.
    validity_seconds BIGINT NOT NULL CHECK (validity_seconds >= 0),
    -- Whether somebody who was asked before may be asked again.
    may_repeat BOOLEAN NOT NULL,
    -- For how many days after a question nobody is asked again, by any plan.
    rest_days INTEGER NOT NULL CHECK (rest_days >= 0),
    follow_up_version_id UUID REFERENCES questionnaire_versions (id),
    follow_up_item TEXT,
    follow_up_at_or_below INTEGER,
    -- The checked table from which the plan draws; NULL for the register.
    monthly_table_id UUID REFERENCES customer_tables (id),
    state TEXT NOT NULL CHECK (state IN ('DRAFT', 'DRAWN')),
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID NOT NULL REFERENCES accounts (id),
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by UUID NOT NULL REFERENCES accounts (id),
    version INTEGER NOT NULL,
    CHECK (ends_on >= starts_on),
    CHECK (daily_until > daily_from),
    CHECK ((follow_up_version_id IS NULL) = (follow_up_item IS NULL)),
    CHECK ((follow_up_version_id IS NULL) = (follow_up_at_or_below IS NULL))
) STRICT;
CREATE INDEX ix_survey_plans_starts_on ON survey_plans (starts_on, code);
CREATE INDEX ix_survey_plans_cycle_id ON survey_plans (cycle_id, code);
CREATE INDEX ix_survey_plans_assessed_department_id ON survey_plans (assessed_department_id);
CREATE INDEX ix_survey_plans_questionnaire_version_id ON survey_plans (questionnaire_version_id);
CREATE INDEX ix_survey_plans_follow_up_version_id ON survey_plans (follow_up_version_id);
CREATE INDEX ix_survey_plans_monthly_table_id ON survey_plans (monthly_table_id);
CREATE INDEX ix_survey_plans_created_by ON survey_plans (created_by);
CREATE INDEX ix_survey_plans_changed_by ON survey_plans (changed_by);

CREATE TABLE survey_draws (
    plan_id UUID NOT NULL PRIMARY KEY REFERENCES survey_plans (id),
    seed TEXT NOT NULL,
    frame_sha256 TEXT NOT NULL,
    frame_size BIGINT NOT NULL,
    -- How many of the frame could be drawn.
    eligible_count BIGINT NOT NULL,
    -- Those for the reserve are counted in.
    drawn_count BIGINT NOT NULL,
    rule_set_id UUID REFERENCES eligibility_rule_sets (id),
    drawn_on DATE NOT NULL,
    drawn_at TIMESTAMPTZ NOT NULL,
    drawn_by UUID NOT NULL REFERENCES accounts (id)
) STRICT;
CREATE INDEX ix_survey_draws_drawn_on ON survey_draws (drawn_on);
CREATE INDEX ix_survey_draws_rule_set_id ON survey_draws (rule_set_id);
CREATE INDEX ix_survey_draws_drawn_by ON survey_draws (drawn_by);

-- What was drawn from each stratum; of a plan without strata one row with the
-- empty value.
CREATE TABLE survey_strata (
    plan_id UUID NOT NULL REFERENCES survey_draws (plan_id),
    value TEXT NOT NULL,
    -- How many could be drawn, how many places there are, how many were drawn.
    population BIGINT NOT NULL,
    places BIGINT NOT NULL,
    drawn BIGINT NOT NULL,
    PRIMARY KEY (plan_id, value)
) STRICT, WITHOUT ROWID;

-- The places of each value of each quota, and how many valid answers took one.
CREATE TABLE survey_quotas (
    plan_id UUID NOT NULL REFERENCES survey_draws (plan_id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    position INTEGER NOT NULL,
    places BIGINT NOT NULL,
    filled BIGINT NOT NULL,
    PRIMARY KEY (plan_id, key, value),
    CONSTRAINT ck_survey_quotas_filled CHECK (filled BETWEEN 0 AND places)
) STRICT, WITHOUT ROWID;

-- The whole frame in its canonical order, a thousand contacts a row: sixteen bytes
-- of id for each. Who is in it and has no fate of their own was not drawn.
CREATE TABLE survey_frame_parts (
    plan_id UUID NOT NULL REFERENCES survey_draws (plan_id),
    part INTEGER NOT NULL,
    contacts BYTEA NOT NULL,
    PRIMARY KEY (plan_id, part)
) STRICT;

CREATE TABLE survey_fates (
    plan_id UUID NOT NULL REFERENCES survey_draws (plan_id),
    contact_id UUID NOT NULL REFERENCES contacts (id),
    customer_id UUID NOT NULL REFERENCES customers (id),
    fate TEXT NOT NULL CHECK (fate IN ('DRAWN', 'QUOTA_FULL', 'EXCLUDED', 'SUSPENDED', 'RESTED', 'OPTED_OUT', 'INELIGIBLE')),
    -- A ground, a day, a rule or a value, told by the fate.
    reason TEXT,
    -- The place in the frame, from 0.
    frame_position BIGINT NOT NULL,
    -- The order in which those drawn are asked, from 1.
    draw_position BIGINT,
    -- Drawn beyond the places.
    is_reserve BOOLEAN NOT NULL,
    -- Whether the answer counts: who is surveyed need not be assessed.
    is_assessed BOOLEAN NOT NULL,
    stratum TEXT NOT NULL,
    -- The values of the quotas' attributes when it was drawn, a document.
    quota_values TEXT NOT NULL,
    PRIMARY KEY (plan_id, contact_id),
    CHECK ((fate = 'DRAWN') = (draw_position IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_survey_fates_frame_position ON survey_fates (plan_id, frame_position);
CREATE INDEX ix_survey_fates_fate ON survey_fates (plan_id, fate, frame_position);
CREATE INDEX ix_survey_fates_draw_position ON survey_fates (plan_id, draw_position);
CREATE INDEX ix_survey_fates_contact_id ON survey_fates (contact_id, fate);
CREATE INDEX ix_survey_fates_customer_id ON survey_fates (customer_id, fate);

CREATE TABLE survey_exclusions (
    id UUID NOT NULL PRIMARY KEY,
    plan_id UUID NOT NULL REFERENCES survey_plans (id),
    contact_id UUID NOT NULL REFERENCES contacts (id),
    stage TEXT NOT NULL,
    -- Whose request it is.
    department_id UUID NOT NULL REFERENCES departments (id),
    ground TEXT NOT NULL CHECK (ground IN ('PUBLIC_FIGURE', 'LITIGATION', 'COLLECTIVE_DISPUTE', 'OTHER')),
    note TEXT,
    state TEXT NOT NULL CHECK (state IN ('PENDING', 'APPROVED', 'REJECTED')),
    requested_by UUID NOT NULL REFERENCES accounts (id),
    requested_at TIMESTAMPTZ NOT NULL,
    decided_by UUID REFERENCES accounts (id),
    decided_at TIMESTAMPTZ,
    decision_reason TEXT,
    CHECK ((state = 'PENDING') = (decided_by IS NULL)),
    CHECK ((state = 'PENDING') = (decided_at IS NULL)),
    CONSTRAINT ck_survey_exclusions_two_people CHECK (decided_by <> requested_by)
) STRICT;
CREATE UNIQUE INDEX uq_survey_exclusions_plan_id_contact_id_stage ON survey_exclusions (plan_id, contact_id, stage) WHERE state <> 'REJECTED';
CREATE INDEX ix_survey_exclusions_requested_at ON survey_exclusions (requested_at, id);
CREATE INDEX ix_survey_exclusions_plan_id ON survey_exclusions (plan_id);
CREATE INDEX ix_survey_exclusions_contact_id ON survey_exclusions (contact_id);
CREATE INDEX ix_survey_exclusions_department_id ON survey_exclusions (department_id, requested_at, id);
CREATE INDEX ix_survey_exclusions_requested_by ON survey_exclusions (requested_by);
CREATE INDEX ix_survey_exclusions_decided_by ON survey_exclusions (decided_by);

CREATE TABLE survey_suspensions (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customers (id),
    -- Whose request it is.
    department_id UUID NOT NULL REFERENCES departments (id),
    -- The first and the last day without surveys.
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('PENDING', 'APPROVED', 'REJECTED')),
    -- How many people must approve it: what was set when it was asked for.
    steps INTEGER NOT NULL CHECK (steps > 0),
    requested_by UUID NOT NULL REFERENCES accounts (id),
    requested_at TIMESTAMPTZ NOT NULL,
    version INTEGER NOT NULL,
    CHECK (ends_on >= starts_on)
) STRICT;
CREATE INDEX ix_survey_suspensions_requested_at ON survey_suspensions (requested_at, id);
CREATE INDEX ix_survey_suspensions_customer_id ON survey_suspensions (customer_id);
CREATE INDEX ix_survey_suspensions_department_id ON survey_suspensions (department_id, requested_at, id);
CREATE INDEX ix_survey_suspensions_state ON survey_suspensions (state, ends_on);
CREATE INDEX ix_survey_suspensions_requested_by ON survey_suspensions (requested_by);

-- The chain of a suspension, decision by decision, each by somebody else.
CREATE TABLE survey_suspension_decisions (
    suspension_id UUID NOT NULL REFERENCES survey_suspensions (id),
    step INTEGER NOT NULL CHECK (step > 0),
    approved BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    decided_by UUID NOT NULL REFERENCES accounts (id),
    decided_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (suspension_id, step),
    CONSTRAINT uq_survey_suspension_decisions_suspension_id_decided_by UNIQUE (suspension_id, decided_by)
) STRICT;
CREATE INDEX ix_survey_suspension_decisions_decided_by ON survey_suspension_decisions (decided_by);
