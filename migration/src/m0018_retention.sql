-- Sessions are removed some time after they could last have been used.
CREATE INDEX ix_sessions_expires_at ON sessions (expires_at);
