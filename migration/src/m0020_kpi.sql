-- Schemes by which departments and people are measured.
CREATE TABLE kpi_schemes (
    id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL CONSTRAINT uq_kpi_schemes_code UNIQUE,
    name TEXT NOT NULL,
    subject TEXT NOT NULL CHECK (subject IN ('DEPARTMENT', 'EMPLOYEE')),
    period_kind TEXT NOT NULL CHECK (period_kind IN ('MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR')),
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID REFERENCES accounts (id),
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX ix_kpi_schemes_created_by ON kpi_schemes (created_by);

-- A version that is published never changes; one of each scheme may be a draft.
CREATE TABLE kpi_scheme_versions (
    id UUID NOT NULL PRIMARY KEY,
    scheme_id UUID NOT NULL REFERENCES kpi_schemes (id),
    number INTEGER NOT NULL CHECK (number > 0),
    -- A document: the weight tree, the grades and the rules around them.
    content TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    published_at TIMESTAMPTZ,
    published_by UUID REFERENCES accounts (id),
    CONSTRAINT uq_kpi_scheme_versions_scheme_id_number UNIQUE (scheme_id, number)
) STRICT;
CREATE INDEX ix_kpi_scheme_versions_published_by ON kpi_scheme_versions (published_by);

CREATE TABLE kpi_sheets (
    id UUID NOT NULL PRIMARY KEY,
    scheme_version_id UUID NOT NULL REFERENCES kpi_scheme_versions (id),
    -- Where the subject is; the subject itself where there is no employee.
    department_id UUID NOT NULL REFERENCES departments (id),
    employee_id UUID REFERENCES employees (id),
    period_kind TEXT NOT NULL CHECK (period_kind IN ('MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR')),
    period_start DATE NOT NULL,
    period_end DATE NOT NULL,
    -- For how many days of the period it speaks: fewer where somebody changed department.
    days INTEGER NOT NULL CHECK (days > 0),
    state TEXT NOT NULL CHECK (state IN ('DRAFT', 'SELF_REVIEWED', 'MANAGER_REVIEWED', 'CALIBRATED', 'CONFIRMED', 'PUBLISHED')),
    version INTEGER NOT NULL CHECK (version > 0),
    revision INTEGER NOT NULL CHECK (revision > 0),
    -- The exact total before adjustments, and the one that counts; NULL without any.
    tree_numerator TEXT,
    tree_denominator TEXT,
    total_numerator TEXT,
    total_denominator TEXT,
    total_published TEXT,
    total_order BIGINT NOT NULL,
    weight_present TEXT NOT NULL,
    is_vetoed BOOLEAN NOT NULL,
    has_stale_lines BOOLEAN NOT NULL,
    grade TEXT,
    coefficient TEXT,
    grade_source TEXT CHECK (grade_source IN ('BAND', 'DISTRIBUTION', 'CALIBRATION')),
    -- What the coefficient is multiplied with.
    bonus_base TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID REFERENCES accounts (id),
    published_at TIMESTAMPTZ,
    CHECK (period_end >= period_start),
    CHECK ((total_numerator IS NULL) = (total_published IS NULL)),
    CHECK ((total_numerator IS NULL) = (total_denominator IS NULL)),
    CHECK ((grade IS NULL) = (coefficient IS NULL)),
    CHECK ((grade IS NULL) = (grade_source IS NULL)),
    CHECK ((state = 'PUBLISHED') = (published_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX uq_kpi_sheets_of_departments ON kpi_sheets (scheme_version_id, department_id, period_start) WHERE employee_id IS NULL;
CREATE UNIQUE INDEX uq_kpi_sheets_of_employees ON kpi_sheets (scheme_version_id, employee_id, department_id, period_start) WHERE employee_id IS NOT NULL;
CREATE INDEX ix_kpi_sheets_period_end ON kpi_sheets (period_end, id);
CREATE INDEX ix_kpi_sheets_scheme_version_id ON kpi_sheets (scheme_version_id, period_start, total_order);
CREATE INDEX ix_kpi_sheets_department_id ON kpi_sheets (department_id, period_start, period_end);
CREATE INDEX ix_kpi_sheets_employee_id ON kpi_sheets (employee_id, period_start, period_end);
CREATE INDEX ix_kpi_sheets_created_by ON kpi_sheets (created_by);

-- The lines of a sheet, revision by revision: a sheet is read and written as a whole,
-- under one version, so they are one document.
CREATE TABLE kpi_sheet_revisions (
    sheet_id UUID NOT NULL REFERENCES kpi_sheets (id),
    revision INTEGER NOT NULL CHECK (revision > 0),
    lines TEXT NOT NULL,
    total_published TEXT,
    weight_present TEXT NOT NULL,
    grade TEXT,
    coefficient TEXT,
    reason TEXT,
    made_at TIMESTAMPTZ NOT NULL,
    published_at TIMESTAMPTZ,
    PRIMARY KEY (sheet_id, revision)
) STRICT;

-- Every figure that was ever entered, whatever replaced it.
CREATE TABLE kpi_entries (
    id UUID NOT NULL PRIMARY KEY,
    sheet_id UUID NOT NULL REFERENCES kpi_sheets (id),
    revision INTEGER NOT NULL,
    path TEXT NOT NULL,
    actual TEXT,
    target TEXT,
    reason TEXT,
    source TEXT,
    origin TEXT NOT NULL CHECK (origin IN ('HAND', 'API', 'IMPORT', 'SCORE', 'ROLL_UP', 'APPEAL')),
    score_id UUID REFERENCES scores (id),
    entered_at TIMESTAMPTZ NOT NULL,
    entered_by UUID REFERENCES accounts (id)
) STRICT;
CREATE INDEX ix_kpi_entries_sheet_id ON kpi_entries (sheet_id, id);
CREATE INDEX ix_kpi_entries_score_id ON kpi_entries (score_id);
CREATE INDEX ix_kpi_entries_entered_by ON kpi_entries (entered_by);

CREATE TABLE kpi_steps (
    id UUID NOT NULL PRIMARY KEY,
    sheet_id UUID NOT NULL REFERENCES kpi_sheets (id),
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    reason TEXT,
    taken_at TIMESTAMPTZ NOT NULL,
    taken_by UUID REFERENCES accounts (id)
) STRICT;
CREATE INDEX ix_kpi_steps_sheet_id ON kpi_steps (sheet_id, id);
CREATE INDEX ix_kpi_steps_taken_by ON kpi_steps (taken_by);

-- What waits for somebody else's decision, and what was decided: changed targets, and
-- adjustments outside the tree.
CREATE TABLE kpi_requests (
    id UUID NOT NULL PRIMARY KEY,
    sheet_id UUID NOT NULL REFERENCES kpi_sheets (id),
    kind TEXT NOT NULL CHECK (kind IN ('TARGET_CHANGE', 'BONUS', 'PENALTY', 'VETO')),
    -- The line whose target changes, its target and the one asked for.
    path TEXT,
    old_target TEXT,
    new_target TEXT,
    points TEXT,
    reason TEXT NOT NULL,
    evidence TEXT,
    state TEXT NOT NULL CHECK (state IN ('PENDING', 'APPROVED', 'REJECTED')),
    requested_at TIMESTAMPTZ NOT NULL,
    requested_by UUID NOT NULL REFERENCES accounts (id),
    decided_at TIMESTAMPTZ,
    decided_by UUID REFERENCES accounts (id),
    decision_reason TEXT,
    CHECK ((kind = 'TARGET_CHANGE') = (path IS NOT NULL)),
    CHECK ((kind = 'TARGET_CHANGE') = (new_target IS NOT NULL)),
    CHECK ((kind IN ('BONUS', 'PENALTY')) = (points IS NOT NULL)),
    CHECK ((state = 'PENDING') = (decided_by IS NULL)),
    CHECK ((state = 'PENDING') = (decided_at IS NULL)),
    -- Nobody decides on the own change of a target.
    CONSTRAINT ck_kpi_requests_two_people CHECK (kind <> 'TARGET_CHANGE' OR decided_by <> requested_by)
) STRICT;
CREATE UNIQUE INDEX uq_kpi_requests_sheet_id_path ON kpi_requests (sheet_id, path) WHERE state = 'PENDING' AND kind = 'TARGET_CHANGE';
CREATE INDEX ix_kpi_requests_sheet_id ON kpi_requests (sheet_id, id);
CREATE INDEX ix_kpi_requests_state ON kpi_requests (state, id);
CREATE INDEX ix_kpi_requests_requested_by ON kpi_requests (requested_by);
CREATE INDEX ix_kpi_requests_decided_by ON kpi_requests (decided_by);

-- Who took part in a sheet: entered, advanced, adjusted, scored or published something.
CREATE TABLE kpi_parts (
    sheet_id UUID NOT NULL REFERENCES kpi_sheets (id),
    account_id UUID NOT NULL REFERENCES accounts (id),
    first_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (sheet_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_kpi_parts_account_id ON kpi_parts (account_id);

CREATE TABLE appeals (
    id UUID NOT NULL PRIMARY KEY,
    -- What is objected to: one of the two, and which revision.
    sheet_id UUID REFERENCES kpi_sheets (id),
    score_id UUID REFERENCES scores (id),
    revision INTEGER NOT NULL,
    department_id UUID NOT NULL REFERENCES departments (id),
    employee_id UUID REFERENCES employees (id),
    grounds TEXT NOT NULL,
    evidence TEXT,
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'UPHELD', 'GRANTED', 'WITHDRAWN')),
    asked_at TIMESTAMPTZ NOT NULL,
    asked_by UUID NOT NULL REFERENCES accounts (id),
    decide_by DATE NOT NULL,
    decided_at TIMESTAMPTZ,
    decided_by UUID REFERENCES accounts (id),
    decision_reason TEXT,
    -- The revision that a granted appeal made of a sheet.
    new_revision INTEGER,
    CHECK ((sheet_id IS NULL) <> (score_id IS NULL)),
    CHECK ((state IN ('UPHELD', 'GRANTED')) = (decided_by IS NOT NULL)),
    CONSTRAINT ck_appeals_two_people CHECK (decided_by <> asked_by)
) STRICT;
CREATE UNIQUE INDEX uq_appeals_sheet_id_revision ON appeals (sheet_id, revision) WHERE state <> 'WITHDRAWN';
CREATE UNIQUE INDEX uq_appeals_score_id_revision ON appeals (score_id, revision) WHERE state <> 'WITHDRAWN';
CREATE INDEX ix_appeals_sheet_id ON appeals (sheet_id);
CREATE INDEX ix_appeals_score_id ON appeals (score_id);
CREATE INDEX ix_appeals_state ON appeals (state, decide_by, id);
CREATE INDEX ix_appeals_department_id ON appeals (department_id);
CREATE INDEX ix_appeals_employee_id ON appeals (employee_id);
CREATE INDEX ix_appeals_asked_by ON appeals (asked_by);
CREATE INDEX ix_appeals_decided_by ON appeals (decided_by);

-- Sessions in which grades are compared and moved.
CREATE TABLE kpi_calibrations (
    id UUID NOT NULL PRIMARY KEY,
    scheme_version_id UUID NOT NULL REFERENCES kpi_scheme_versions (id),
    period_start DATE NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
    opened_at TIMESTAMPTZ NOT NULL,
    opened_by UUID NOT NULL REFERENCES accounts (id),
    closed_at TIMESTAMPTZ,
    closed_by UUID REFERENCES accounts (id),
    CHECK ((state = 'CLOSED') = (closed_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX uq_kpi_calibrations_open ON kpi_calibrations (scheme_version_id, period_start) WHERE state = 'OPEN';
CREATE INDEX ix_kpi_calibrations_scheme_version_id ON kpi_calibrations (scheme_version_id);
CREATE INDEX ix_kpi_calibrations_opened_by ON kpi_calibrations (opened_by);
CREATE INDEX ix_kpi_calibrations_closed_by ON kpi_calibrations (closed_by);

CREATE TABLE kpi_calibration_moves (
    id UUID NOT NULL PRIMARY KEY,
    calibration_id UUID NOT NULL REFERENCES kpi_calibrations (id),
    sheet_id UUID NOT NULL REFERENCES kpi_sheets (id),
    from_grade TEXT,
    to_grade TEXT NOT NULL,
    reason TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('DISTRIBUTION', 'CALIBRATION')),
    moved_at TIMESTAMPTZ NOT NULL,
    moved_by UUID NOT NULL REFERENCES accounts (id)
) STRICT;
CREATE INDEX ix_kpi_calibration_moves_calibration_id ON kpi_calibration_moves (calibration_id, id);
CREATE INDEX ix_kpi_calibration_moves_sheet_id ON kpi_calibration_moves (sheet_id);
CREATE INDEX ix_kpi_calibration_moves_moved_by ON kpi_calibration_moves (moved_by);
