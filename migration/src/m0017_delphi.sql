-- Weights found by experts, round by round.
CREATE TABLE delphi_studies (
    id UUID NOT NULL PRIMARY KEY,
    questionnaire_id UUID NOT NULL REFERENCES questionnaires (id),
    -- What is weighed, as it was when the study opened.
    subject TEXT NOT NULL,
    -- The spread at which the experts agree, percentage points.
    bound TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'AGREED', 'ENDED', 'APPLIED')),
    -- The round that runs, or the last that closed; 0 where none did.
    round INTEGER NOT NULL CHECK (round >= 0),
    opened_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    CHECK ((state = 'OPEN') = (ended_at IS NULL))
) STRICT;
CREATE INDEX ix_delphi_studies_state ON delphi_studies (state, id);
CREATE INDEX ix_delphi_studies_questionnaire_id ON delphi_studies (questionnaire_id);
-- One study of a questionnaire runs at a time.
CREATE UNIQUE INDEX uq_delphi_studies_questionnaire_id ON delphi_studies (questionnaire_id) WHERE state = 'OPEN';

CREATE TABLE delphi_experts (
    study_id UUID NOT NULL REFERENCES delphi_studies (id),
    employee_id UUID NOT NULL REFERENCES employees (id),
    PRIMARY KEY (study_id, employee_id)
) STRICT;
CREATE INDEX ix_delphi_experts_employee_id ON delphi_experts (employee_id, study_id);

CREATE TABLE delphi_rounds (
    study_id UUID NOT NULL REFERENCES delphi_studies (id),
    number INTEGER NOT NULL CHECK (number > 0),
    opened_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ,
    -- Quartiles, spreads and the weights found.
    result TEXT,
    CHECK ((closed_at IS NULL) = (result IS NULL)),
    PRIMARY KEY (study_id, number)
) STRICT;

-- What each expert gave. Nobody but the expert reads a row.
CREATE TABLE delphi_weights (
    study_id UUID NOT NULL,
    round INTEGER NOT NULL CHECK (round > 0),
    employee_id UUID NOT NULL REFERENCES employees (id),
    weights TEXT NOT NULL,
    given_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (study_id, round, employee_id),
    FOREIGN KEY (study_id, employee_id) REFERENCES delphi_experts (study_id, employee_id)
) STRICT;
CREATE INDEX ix_delphi_weights_employee_id ON delphi_weights (employee_id, study_id);
