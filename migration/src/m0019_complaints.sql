-- What somebody was dissatisfied with, and said so.
CREATE TABLE complaints (
    id UUID NOT NULL PRIMARY KEY,
    -- The readable number, such as C2026-000123: the year in which it was received, where
    -- the company is, and the place within the year, from 1 and without gaps.
    year INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    channel TEXT NOT NULL CHECK (channel IN ('PHONE', 'EMAIL', 'WEB', 'VISIT', 'SURVEY', 'LETTER', 'OTHER')),
    state TEXT NOT NULL CHECK (state IN ('RECEIVED', 'ACKNOWLEDGED', 'INVESTIGATING', 'ANSWERED', 'CLOSED')),
    severity TEXT NOT NULL CHECK (severity IN ('LOW', 'MEDIUM', 'HIGH')),
    -- Who complains, if that is known. A contact who is erased is named no more.
    customer_id UUID REFERENCES customers (id),
    contact_id UUID REFERENCES contacts (id),
    -- Whom it is about; NULL as long as nobody knows.
    department_id UUID REFERENCES departments (id),
    -- The survey in which it was written; NULL for one that came otherwise.
    plan_id UUID REFERENCES survey_plans (id),
    summary TEXT NOT NULL,
    remedy_sought TEXT,
    received_at TIMESTAMPTZ NOT NULL,
    -- Who wrote it down; NULL when whoever complains did so.
    recorded_by UUID REFERENCES accounts (id),
    version INTEGER NOT NULL,
    CONSTRAINT uq_complaints_year_position UNIQUE (year, position)
) STRICT;
CREATE INDEX ix_complaints_state ON complaints (state, id);
CREATE INDEX ix_complaints_customer_id ON complaints (customer_id, id);
CREATE INDEX ix_complaints_contact_id ON complaints (contact_id);
CREATE INDEX ix_complaints_department_id ON complaints (department_id, id);
CREATE INDEX ix_complaints_plan_id ON complaints (plan_id);
CREATE INDEX ix_complaints_recorded_by ON complaints (recorded_by, id);
