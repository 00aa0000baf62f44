-- A computed result and its figures. Rows of a published revision are never
-- changed, but for the mark that a later revision has taken their place.
CREATE TABLE scores (
    id UUID NOT NULL PRIMARY KEY,
    cycle_id UUID NOT NULL REFERENCES cycles (id),
    department_id UUID NOT NULL REFERENCES departments (id),
    revision INTEGER NOT NULL CHECK (revision > 0),
    reason TEXT,
    -- The exact index in lowest terms, its value for people, its order for lists.
    index_numerator TEXT,
    index_denominator TEXT,
    index_published TEXT,
    index_order BIGINT NOT NULL,
    rank INTEGER CHECK (rank > 0),
    satisfaction_rate TEXT,
    coverage TEXT NOT NULL,
    provisional BOOLEAN NOT NULL,
    target TEXT,
    target_measure TEXT NOT NULL CHECK (target_measure IN ('RATE', 'INDEX')),
    target_met BOOLEAN,
    assigned INTEGER NOT NULL,
    responded INTEGER NOT NULL,
    valid INTEGER NOT NULL,
    invalid INTEGER NOT NULL,
    -- Whether the index speaks for so few people that the promise keeps it from those
    -- who may not read raw sheets.
    withheld BOOLEAN NOT NULL,
    -- Whether every valid sheet was asked every rated item.
    complete BOOLEAN NOT NULL,
    -- Figures that a frontend opens one score at a time: statistics and passport.
    details TEXT NOT NULL,
    policy_number INTEGER NOT NULL,
    inputs_sha256 TEXT NOT NULL,
    computed_at TIMESTAMPTZ NOT NULL,
    published_at TIMESTAMPTZ,
    superseded_at TIMESTAMPTZ,
    CHECK ((index_numerator IS NULL) = (index_denominator IS NULL)),
    CHECK ((index_numerator IS NULL) = (index_published IS NULL)),
    CHECK (rank IS NULL OR index_numerator IS NOT NULL),
    CHECK (revision = 1 OR reason IS NOT NULL),
    CONSTRAINT uq_scores_cycle_id_department_id_revision UNIQUE (cycle_id, department_id, revision)
) STRICT;
CREATE UNIQUE INDEX uq_scores_current ON scores (cycle_id, department_id) WHERE superseded_at IS NULL;
CREATE INDEX ix_scores_ranking ON scores (cycle_id, index_order, id) WHERE superseded_at IS NULL;
CREATE INDEX ix_scores_department_id ON scores (department_id, cycle_id);

CREATE TABLE score_assessors (
    score_id UUID NOT NULL REFERENCES scores (id),
    position INTEGER NOT NULL,
    department_id UUID NOT NULL REFERENCES departments (id),
    weight_numerator TEXT NOT NULL,
    weight_denominator TEXT NOT NULL,
    index_numerator TEXT,
    index_denominator TEXT,
    index_published TEXT,
    assigned INTEGER NOT NULL,
    valid INTEGER NOT NULL,
    invalid INTEGER NOT NULL,
    PRIMARY KEY (score_id, position)
) STRICT;
CREATE INDEX ix_score_assessors_department_id ON score_assessors (department_id);

CREATE TABLE score_dimensions (
    score_id UUID NOT NULL REFERENCES scores (id),
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    weight TEXT NOT NULL,
    index_numerator TEXT,
    index_denominator TEXT,
    index_published TEXT,
    PRIMARY KEY (score_id, position)
) STRICT;

CREATE TABLE score_explanations (
    id UUID NOT NULL PRIMARY KEY,
    score_id UUID NOT NULL REFERENCES scores (id),
    account_id UUID NOT NULL REFERENCES accounts (id),
    text TEXT NOT NULL,
    written_at TIMESTAMPTZ NOT NULL
) STRICT;
CREATE INDEX ix_score_explanations_score_id ON score_explanations (score_id, written_at);
CREATE INDEX ix_score_explanations_account_id ON score_explanations (account_id);
