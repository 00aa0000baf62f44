-- Sign-ins that have gone to the company's provider and have not come back yet. What
-- is needed when they do is encrypted; a row goes when it is used.
CREATE TABLE external_sign_ins (
    ticket_sha256 TEXT NOT NULL PRIMARY KEY,
    sealed_secrets TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
) STRICT;
CREATE INDEX ix_external_sign_ins_expires_at ON external_sign_ins (expires_at);

-- Who comes for the first time may be known by a verified address.
CREATE INDEX ix_employees_lower_email ON employees (lower(email));
