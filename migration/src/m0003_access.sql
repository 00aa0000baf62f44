CREATE TABLE accounts (
    id UUID NOT NULL PRIMARY KEY,
    username TEXT NOT NULL CONSTRAINT uq_accounts_username UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('PERSON', 'SERVICE')),
    employee_id UUID CONSTRAINT uq_accounts_employee_id UNIQUE REFERENCES employees (id),
    password_hash TEXT,
    disabled BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE grants (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL CHECK (role IN ('ADMIN', 'HR', 'EXECUTIVE', 'MANAGER', 'EMPLOYEE', 'AUDITOR', 'SERVICE')),
    department_id UUID REFERENCES departments (id),
    starts_on DATE,
    ends_on DATE,
    revoked_at TIMESTAMPTZ,
    -- The grant that somebody lends for an absence; it holds only while that one does.
    delegated_from UUID REFERENCES grants (id),
    CHECK (delegated_from IS NULL OR (starts_on IS NOT NULL AND ends_on IS NOT NULL)),
    CHECK (ends_on >= starts_on),
    CHECK (role <> 'MANAGER' OR department_id IS NOT NULL)
) STRICT;
CREATE INDEX ix_grants_account_id ON grants (account_id);
CREATE INDEX ix_grants_department_id ON grants (department_id);
CREATE INDEX ix_grants_delegated_from ON grants (delegated_from);

CREATE TABLE sessions (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES accounts (id),
    started_at TIMESTAMPTZ NOT NULL,
    -- To the minute, so that reading does not write each time.
    last_used_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    -- Where it was started, and what the program called itself.
    network TEXT,
    agent TEXT,
    ended_at TIMESTAMPTZ,
    end_reason TEXT CHECK (end_reason IN ('SIGNED_OUT', 'TOKEN_REUSED', 'PASSWORD_CHANGED', 'ACCOUNT_DISABLED', 'REVOKED'))
) STRICT;
CREATE INDEX ix_sessions_account_id ON sessions (account_id);

-- One row for each token ever issued in a session: a used one that comes again
-- shows a theft and ends the whole session.
CREATE TABLE refresh_tokens (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id),
    token_sha256 TEXT NOT NULL CONSTRAINT uq_refresh_tokens_token_sha256 UNIQUE,
    issued_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ
) STRICT;
CREATE INDEX ix_refresh_tokens_session_id ON refresh_tokens (session_id);
