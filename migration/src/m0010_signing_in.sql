-- Attempts to sign in that no success has made good, counted for a name, for an
-- address and for both together. What is counted is hashed: people type a password
-- into the wrong field.
CREATE TABLE sign_in_attempts (
    subject_sha256 TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    counted_at TIMESTAMPTZ NOT NULL,
    blocked_until TIMESTAMPTZ NOT NULL
) STRICT;
CREATE INDEX ix_sign_in_attempts_counted_at ON sign_in_attempts (counted_at);

-- Secrets that are good once and for a short time; a row goes when it is used.
CREATE TABLE account_tokens (
    token_sha256 TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('SIGN_IN_CHALLENGE', 'PASSWORD_RESET')),
    account_id UUID NOT NULL REFERENCES accounts (id),
    expires_at TIMESTAMPTZ NOT NULL
) STRICT;
CREATE INDEX ix_account_tokens_account_id ON account_tokens (account_id);
CREATE INDEX ix_account_tokens_expires_at ON account_tokens (expires_at);

-- The secret that is in force, and one that is offered and not confirmed yet; both
-- encrypted. The last step is that of the newest code that was accepted.
CREATE TABLE second_factors (
    account_id UUID NOT NULL PRIMARY KEY REFERENCES accounts (id),
    sealed_secret TEXT,
    confirmed_at TIMESTAMPTZ,
    last_step BIGINT,
    sealed_offer TEXT,
    CHECK ((sealed_secret IS NULL) = (confirmed_at IS NULL)),
    CHECK ((sealed_secret IS NULL) = (last_step IS NULL))
) STRICT;

CREATE TABLE recovery_codes (
    code_sha256 TEXT NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES accounts (id),
    used_at TIMESTAMPTZ
) STRICT;
CREATE INDEX ix_recovery_codes_account_id ON recovery_codes (account_id);
