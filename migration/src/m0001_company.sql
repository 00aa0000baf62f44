CREATE TABLE company_settings (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    languages TEXT NOT NULL,
    fiscal_year_start_month INTEGER NOT NULL CHECK (fiscal_year_start_month BETWEEN 1 AND 12),
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE legal_entities (
    id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL CONSTRAINT uq_legal_entities_code UNIQUE,
    name TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;

-- Days that differ from the week's pattern: public holidays, and weekend days
-- that are worked to make up for them.
CREATE TABLE calendar_days (
    day DATE NOT NULL PRIMARY KEY,
    working BOOLEAN NOT NULL,
    name TEXT NOT NULL
) STRICT;
