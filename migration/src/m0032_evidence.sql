-- Files that show something. Their bytes are outside of the database, under their id.
CREATE TABLE evidence_files (
    id UUID NOT NULL PRIMARY KEY,
    -- What the uploader calls it, ending included.
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    media_type TEXT NOT NULL CHECK (length(media_type) > 0),
    -- In bytes.
    size BIGINT NOT NULL CHECK (size > 0),
    -- Of the bytes, in hexadecimal.
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    uploaded_at TIMESTAMPTZ NOT NULL,
    uploaded_by UUID NOT NULL REFERENCES accounts (id),
    -- The one record that it belongs to; none for a day at most.
    issue_id UUID REFERENCES issues (id),
    action_id UUID REFERENCES issue_actions (id),
    appeal_id UUID REFERENCES appeals (id),
    exclusion_id UUID REFERENCES survey_exclusions (id),
    attached_at TIMESTAMPTZ,
    CONSTRAINT ck_evidence_files_one_record CHECK (
        CASE WHEN issue_id IS NULL THEN 0 ELSE 1 END
        + CASE WHEN action_id IS NULL THEN 0 ELSE 1 END
        + CASE WHEN appeal_id IS NULL THEN 0 ELSE 1 END
        + CASE WHEN exclusion_id IS NULL THEN 0 ELSE 1 END
        = CASE WHEN attached_at IS NULL THEN 0 ELSE 1 END
    )
) STRICT;
CREATE INDEX ix_evidence_files_uploaded_by ON evidence_files (uploaded_by);
CREATE INDEX ix_evidence_files_issue_id ON evidence_files (issue_id, id);
CREATE INDEX ix_evidence_files_action_id ON evidence_files (action_id, id);
CREATE INDEX ix_evidence_files_appeal_id ON evidence_files (appeal_id, id);
CREATE INDEX ix_evidence_files_exclusion_id ON evidence_files (exclusion_id, id);
-- What nobody attached, for whoever clears it away.
CREATE INDEX ix_evidence_files_uploaded_at ON evidence_files (uploaded_at) WHERE attached_at IS NULL;

-- Bytes in the storage that no file names: those of an upload that is under way or broke off,
-- and those of a file that was removed.
CREATE TABLE evidence_leftovers (
    -- The id under which the bytes are.
    id UUID NOT NULL PRIMARY KEY,
    -- Whose upload it is; NULL for a file that was removed.
    account_id UUID REFERENCES accounts (id),
    -- From when on nobody needs them.
    due_at TIMESTAMPTZ NOT NULL
) STRICT;
CREATE INDEX ix_evidence_leftovers_account_id ON evidence_leftovers (account_id);
CREATE INDEX ix_evidence_leftovers_due_at ON evidence_leftovers (due_at);
