CREATE TABLE questionnaires (
    id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL CONSTRAINT uq_questionnaires_code UNIQUE,
    version INTEGER NOT NULL
) STRICT;

-- The content is one document: it is always read whole, and once published it
-- never changes. Its hash is what a score passport names.
CREATE TABLE questionnaire_versions (
    id UUID NOT NULL PRIMARY KEY,
    questionnaire_id UUID NOT NULL REFERENCES questionnaires (id),
    number INTEGER NOT NULL CHECK (number > 0),
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    published_at TIMESTAMPTZ,
    CONSTRAINT uq_questionnaire_versions_questionnaire_id_number UNIQUE (questionnaire_id, number)
) STRICT;
CREATE UNIQUE INDEX uq_questionnaire_versions_draft ON questionnaire_versions (questionnaire_id) WHERE published_at IS NULL;
