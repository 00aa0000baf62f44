CREATE TABLE customers (
    id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL CONSTRAINT uq_customers_code UNIQUE,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ACTIVE', 'INACTIVE', 'ERASED')),
    -- What the customer buys in a year, a decimal in the company's currency.
    annual_volume TEXT,
    -- The department that looks after the customer.
    department_id UUID REFERENCES departments (id),
    -- All attributes as one canonical document. A draw reads them of a million
    -- customers at once; customer_attributes has the same ones to search by.
    attributes TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    -- Whose entry it is; NULL for what the system entered.
    recorded_by UUID REFERENCES accounts (id),
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX ix_customers_name ON customers (name);
CREATE INDEX ix_customers_department_id ON customers (department_id);
CREATE INDEX ix_customers_recorded_by ON customers (recorded_by);

CREATE TABLE customer_attributes (
    customer_id UUID NOT NULL REFERENCES customers (id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (customer_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_customer_attributes_key_value ON customer_attributes (key, value, customer_id);

CREATE TABLE contacts (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customers (id),
    -- The place among the contacts of the customer, from 1, the same for ever: with the
    -- customer's code it gives all contacts one order on every database.
    position INTEGER NOT NULL CHECK (position > 0),
    name TEXT NOT NULL,
    phone TEXT,
    email TEXT,
    -- A language tag, or NULL for the company's first language.
    language TEXT,
    -- On what the keeping of the details stands, and since when.
    consent_basis TEXT CHECK (consent_basis IN ('CONSENT', 'CONTRACT', 'LEGAL_DUTY', 'LEGITIMATE_INTEREST')),
    consented_at TIMESTAMPTZ,
    -- The last day on which name, phone and e-mail are kept; NULL for no such day.
    retain_until DATE,
    -- Since when the contact is asked nothing any more.
    opted_out_at TIMESTAMPTZ,
    -- Since when name, phone and e-mail are gone.
    erased_at TIMESTAMPTZ,
    version INTEGER NOT NULL,
    CONSTRAINT uq_contacts_customer_id_position UNIQUE (customer_id, position),
    CHECK (consented_at IS NULL OR consent_basis IS NOT NULL),
    CHECK (erased_at IS NULL OR (phone IS NULL AND email IS NULL))
) STRICT;
CREATE INDEX ix_contacts_retain_until ON contacts (retain_until) WHERE erased_at IS NULL;

-- Who was served, with what and when: the departments' weekly lists.
CREATE TABLE service_records (
    id UUID NOT NULL PRIMARY KEY,
    department_id UUID NOT NULL REFERENCES departments (id),
    customer_id UUID NOT NULL REFERENCES customers (id),
    contact_id UUID REFERENCES contacts (id),
    item TEXT NOT NULL,
    served_on DATE NOT NULL,
    -- The Monday of the week of served_on.
    week DATE NOT NULL CHECK (week <= served_on),
    -- When the department handed the record in; NULL while it has not.
    handed_in_at TIMESTAMPTZ,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by UUID REFERENCES accounts (id)
) STRICT;
CREATE INDEX ix_service_records_department_id_week ON service_records (department_id, week, id);
CREATE INDEX ix_service_records_week ON service_records (week, id);
CREATE INDEX ix_service_records_served_on ON service_records (served_on);
CREATE INDEX ix_service_records_customer_id ON service_records (customer_id);
CREATE INDEX ix_service_records_contact_id ON service_records (contact_id);
CREATE INDEX ix_service_records_recorded_by ON service_records (recorded_by, customer_id);

-- The departments that hand in a list each week.
CREATE TABLE hand_in_duties (
    department_id UUID NOT NULL PRIMARY KEY REFERENCES departments (id),
    -- The Mondays of the first and of the last week; NULL for without end.
    first_week DATE NOT NULL,
    last_week DATE,
    -- The first week that the clock has not looked at yet.
    next_week DATE NOT NULL,
    CHECK (last_week >= first_week)
) STRICT;

-- A week that was handed in, or was due and not handed in.
CREATE TABLE weekly_hand_ins (
    id UUID NOT NULL PRIMARY KEY,
    department_id UUID NOT NULL REFERENCES departments (id),
    week DATE NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('OVERDUE', 'SUBMITTED', 'REOPENED')),
    -- The end of its Friday where the company is.
    due_at TIMESTAMPTZ NOT NULL,
    -- When the department was reminded that the week is overdue.
    reminded_at TIMESTAMPTZ,
    submitted_at TIMESTAMPTZ,
    submitted_by UUID REFERENCES accounts (id),
    version INTEGER NOT NULL,
    CONSTRAINT uq_weekly_hand_ins_department_id_week UNIQUE (department_id, week),
    CHECK (state <> 'SUBMITTED' OR submitted_at IS NOT NULL)
) STRICT;
CREATE INDEX ix_weekly_hand_ins_state ON weekly_hand_ins (state, week, id);
CREATE INDEX ix_weekly_hand_ins_week ON weekly_hand_ins (week, id);
CREATE INDEX ix_weekly_hand_ins_submitted_by ON weekly_hand_ins (submitted_by);

-- The customers of a month as one person completed and another one checked them.
CREATE TABLE customer_tables (
    id UUID NOT NULL PRIMARY KEY,
    -- The first day of the month.
    month DATE NOT NULL,
    code TEXT NOT NULL CONSTRAINT uq_customer_tables_code UNIQUE,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('DRAFT', 'OPERATED', 'CHECKED')),
    operator_id UUID REFERENCES accounts (id),
    operated_at TIMESTAMPTZ,
    checker_id UUID REFERENCES accounts (id),
    checked_at TIMESTAMPTZ,
    version INTEGER NOT NULL,
    CONSTRAINT ck_customer_tables_two_people CHECK (checker_id <> operator_id),
    CHECK (state <> 'OPERATED' OR operator_id IS NOT NULL),
    CHECK (state <> 'CHECKED' OR (operator_id IS NOT NULL AND checker_id IS NOT NULL))
) STRICT;
CREATE INDEX ix_customer_tables_month ON customer_tables (month, id);
CREATE INDEX ix_customer_tables_operator_id ON customer_tables (operator_id);
CREATE INDEX ix_customer_tables_checker_id ON customer_tables (checker_id);

CREATE TABLE customer_table_rows (
    table_id UUID NOT NULL REFERENCES customer_tables (id),
    contact_id UUID NOT NULL REFERENCES contacts (id),
    customer_id UUID NOT NULL REFERENCES customers (id),
    PRIMARY KEY (table_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_customer_table_rows_contact_id ON customer_table_rows (contact_id);
CREATE INDEX ix_customer_table_rows_customer_id ON customer_table_rows (customer_id);

-- What was brought in at once, so that sending it again brings it in once.
CREATE TABLE customer_imports (
    account_id UUID NOT NULL REFERENCES accounts (id),
    idempotency_key TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    customers INTEGER NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (account_id, idempotency_key)
) STRICT;
