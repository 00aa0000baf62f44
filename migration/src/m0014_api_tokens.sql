-- Tokens with which programs act. Only a hash is kept.
CREATE TABLE api_tokens (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    token_sha256 TEXT NOT NULL CONSTRAINT uq_api_tokens_token_sha256 UNIQUE,
    -- Names of permissions, separated by a space.
    permissions TEXT NOT NULL CHECK (permissions <> ''),
    -- The department whose subtree it covers, or NULL for the whole company.
    department_id UUID REFERENCES departments (id),
    created_at TIMESTAMPTZ NOT NULL,
    -- The last day on which it is good.
    expires_on DATE NOT NULL,
    -- To the minute.
    last_used_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ
) STRICT;
CREATE INDEX ix_api_tokens_account_id ON api_tokens (account_id);
CREATE INDEX ix_api_tokens_department_id ON api_tokens (department_id);
