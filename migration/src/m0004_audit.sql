CREATE TABLE audit_entries (
    id UUID NOT NULL PRIMARY KEY,
    recorded_at TIMESTAMPTZ NOT NULL,
    actor_account_id UUID,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    before_state TEXT,
    after_state TEXT,
    reason TEXT,
    request_id TEXT NOT NULL
) STRICT;
CREATE INDEX ix_audit_entries_recorded_at ON audit_entries (recorded_at, id);
CREATE INDEX ix_audit_entries_resource_id ON audit_entries (resource_id, recorded_at);
CREATE INDEX ix_audit_entries_actor_account_id ON audit_entries (actor_account_id, recorded_at);
