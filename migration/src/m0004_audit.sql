CREATE TABLE audit_entries (
    id UUID NOT NULL PRIMARY KEY,
    recorded_at TIMESTAMPTZ NOT NULL,
    actor_account_id UUID,
    actor_name TEXT NOT NULL,
    -- Who lent the right to act, for an absence.
    acting_for_account_id UUID,
    action TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    before_state TEXT,
    after_state TEXT,
    reason TEXT,
    request_id TEXT NOT NULL,
    -- NULL until sealed. No foreign key: sealing claims entries before the hash of
    -- their block is known, and the verification finds more than a key forbids.
    block_number BIGINT
) STRICT;
CREATE INDEX ix_audit_entries_recorded_at ON audit_entries (recorded_at, id);
CREATE INDEX ix_audit_entries_resource_id ON audit_entries (resource_id, recorded_at);
CREATE INDEX ix_audit_entries_actor_account_id ON audit_entries (actor_account_id, recorded_at);
-- Each entry is in one of the two, so the second costs a writer nothing.
CREATE INDEX ix_audit_entries_unsealed ON audit_entries (id) WHERE block_number IS NULL;
CREATE INDEX ix_audit_entries_block_number ON audit_entries (block_number, id) WHERE block_number IS NOT NULL;

CREATE TABLE audit_blocks (
    number BIGINT NOT NULL PRIMARY KEY CHECK (number > 0),
    previous_sha256 TEXT NOT NULL,
    -- The root of the Merkle tree over the leaves.
    root_sha256 TEXT NOT NULL,
    entry_count INTEGER NOT NULL CHECK (entry_count > 0),
    -- For each entry 48 bytes, in the order of the ids: its id and its SHA-256.
    leaves BYTEA NOT NULL,
    sealed_at TIMESTAMPTZ NOT NULL,
    -- Whatever was recorded before is in this block or an earlier one.
    complete_until TIMESTAMPTZ,
    -- Over all of the above: what the next block names as its previous one.
    block_sha256 TEXT NOT NULL
) STRICT;
