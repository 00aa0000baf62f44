CREATE TABLE employees (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL CONSTRAINT uq_employees_number UNIQUE,
    name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    left_on DATE,
    -- Since when only the number is left of the person.
    erased_at TIMESTAMPTZ,
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE departments (
    id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL CONSTRAINT uq_departments_code UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('HEADQUARTERS', 'BUSINESS_CENTER', 'BRANCH', 'EXTERNAL_UNIT')),
    parent_id UUID REFERENCES departments (id),
    legal_entity_id UUID REFERENCES legal_entities (id),
    head_id UUID REFERENCES employees (id),
    exists_from DATE,
    exists_until DATE,
    version INTEGER NOT NULL,
    CHECK (parent_id <> id),
    CHECK (exists_until >= exists_from)
) STRICT;
CREATE INDEX ix_departments_parent_id ON departments (parent_id);
CREATE INDEX ix_departments_legal_entity_id ON departments (legal_entity_id);
CREATE INDEX ix_departments_head_id ON departments (head_id);

CREATE TABLE department_predecessors (
    department_id UUID NOT NULL REFERENCES departments (id),
    predecessor_id UUID NOT NULL REFERENCES departments (id),
    PRIMARY KEY (department_id, predecessor_id),
    CHECK (department_id <> predecessor_id)
) STRICT;
CREATE INDEX ix_department_predecessors_predecessor_id ON department_predecessors (predecessor_id);

CREATE TABLE posts (
    id UUID NOT NULL PRIMARY KEY,
    employee_id UUID NOT NULL REFERENCES employees (id),
    department_id UUID NOT NULL REFERENCES departments (id),
    title TEXT NOT NULL,
    is_main BOOLEAN NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    CHECK (ends_on >= starts_on)
) STRICT;
CREATE INDEX ix_posts_employee_id ON posts (employee_id);
CREATE INDEX ix_posts_department_id ON posts (department_id);
-- Periods of main posts may not overlap; the service checks that. The database
-- at least never holds two main posts without an end.
CREATE UNIQUE INDEX uq_posts_open_main ON posts (employee_id) WHERE is_main AND ends_on IS NULL;

CREATE TABLE external_identities (
    id UUID NOT NULL PRIMARY KEY,
    employee_id UUID NOT NULL REFERENCES employees (id),
    provider TEXT NOT NULL,
    subject TEXT NOT NULL,
    CONSTRAINT uq_external_identities_provider_subject UNIQUE (provider, subject)
) STRICT;
CREATE INDEX ix_external_identities_employee_id ON external_identities (employee_id);
