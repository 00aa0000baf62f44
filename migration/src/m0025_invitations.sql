-- In which stage of the eligibility rules a contact was when it was drawn; empty without
-- stages.
ALTER TABLE survey_fates ADD COLUMN stage TEXT NOT NULL DEFAULT '';
-- The last day on which the contact was invited for the plan.
ALTER TABLE survey_fates ADD COLUMN invited_on DATE;
-- Why somebody who was drawn is not invited after all.
ALTER TABLE survey_fates ADD COLUMN passed_over TEXT CHECK (passed_over IN ('OPTED_OUT', 'ERASED', 'EXCLUDED'));
CREATE INDEX ix_survey_fates_to_invite ON survey_fates (plan_id, draw_position) WHERE invited_on IS NULL AND passed_over IS NULL AND draw_position IS NOT NULL;
CREATE INDEX ix_survey_fates_invited_on ON survey_fates (plan_id, invited_on) WHERE invited_on IS NOT NULL;
CREATE INDEX ix_survey_fates_contact_id_invited_on ON survey_fates (contact_id, invited_on) WHERE invited_on IS NOT NULL;

-- How many of the population are assessed; NULL where all are.
ALTER TABLE survey_strata ADD COLUMN assessed BIGINT;

-- Since when invitations go out by themselves, at the plan's pace.
ALTER TABLE survey_plans ADD COLUMN running_since TIMESTAMPTZ;
CREATE INDEX ix_survey_plans_running_since ON survey_plans (running_since) WHERE running_since IS NOT NULL;

-- After how many days somebody who has not answered is reminded and then phoned, and
-- after how many calls without an answer nobody calls any more.
ALTER TABLE survey_settings ADD COLUMN reminder_days INTEGER NOT NULL DEFAULT 7 CHECK (reminder_days BETWEEN 1 AND 365);
ALTER TABLE survey_settings ADD COLUMN hand_over_days INTEGER NOT NULL DEFAULT 14 CHECK (hand_over_days BETWEEN 1 AND 365);
ALTER TABLE survey_settings ADD COLUMN call_attempts INTEGER NOT NULL DEFAULT 3 CHECK (call_attempts BETWEEN 1 AND 20);

-- How the sides of a department's score combine in a cycle, and which departments have
-- an external one.
CREATE TABLE cycle_sides (
    cycle_id UUID NOT NULL REFERENCES cycles (id),
    department_id UUID NOT NULL REFERENCES departments (id),
    -- Whether a survey plan of the cycle is about the department.
    is_surveyed BOOLEAN NOT NULL,
    -- Relative weights; NULL for other departments alone as far as they said something.
    internal_weight TEXT,
    external_weight TEXT,
    PRIMARY KEY (cycle_id, department_id),
    CHECK ((internal_weight IS NULL) = (external_weight IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_cycle_sides_department_id ON cycle_sides (department_id);
INSERT INTO cycle_sides (cycle_id, department_id, is_surveyed) SELECT DISTINCT cycle_id, assessed_department_id, TRUE FROM survey_plans;

-- The chance of one contact to answer once.
CREATE TABLE invitations (
    id UUID NOT NULL PRIMARY KEY,
    plan_id UUID NOT NULL REFERENCES survey_plans (id),
    contact_id UUID NOT NULL REFERENCES contacts (id),
    -- FOLLOW_UP is what an answer of the same round called for.
    part TEXT NOT NULL CHECK (part IN ('MAIN', 'FOLLOW_UP')),
    -- 1 for the first time, and more where the plan asks again.
    round INTEGER NOT NULL CHECK (round > 0),
    questionnaire_version_id UUID NOT NULL REFERENCES questionnaire_versions (id),
    -- By what the contact is asked: LINK, EMAIL, SMS, PHONE, PAPER or FACE_TO_FACE.
    channel TEXT NOT NULL CHECK (channel IN ('LINK', 'EMAIL', 'SMS', 'PHONE', 'PAPER', 'FACE_TO_FACE')),
    -- SHA-256 of the token; the token itself is kept nowhere.
    token_sha256 TEXT NOT NULL CONSTRAINT uq_invitations_token_sha256 UNIQUE,
    -- The token encrypted by a key outside the database, while a message with it may
    -- still have to be sent.
    token_sealed TEXT,
    state TEXT NOT NULL CHECK (state IN ('ISSUED', 'OPENED', 'ANSWERED', 'REVOKED', 'REFUSED', 'UNREACHABLE')),
    issued_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ,
    opened_at TIMESTAMPTZ,
    -- When it was answered or given up; where anonymity is promised, the beginning of
    -- that day.
    finished_at TIMESTAMPTZ,
    -- What a retry is recognised by and answered with.
    answer_key_sha256 TEXT,
    answer_sha256 TEXT,
    is_counted BOOLEAN,
    sent_at TIMESTAMPTZ,
    reminded_at TIMESTAMPTZ,
    -- Since when it stands on the phone list.
    handed_over_at TIMESTAMPTZ,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    called_at TIMESTAMPTZ,
    call_back_at TIMESTAMPTZ,
    version INTEGER NOT NULL,
    CONSTRAINT uq_invitations_plan_id_contact_id_round_part UNIQUE (plan_id, contact_id, round, part),
    CHECK ((state IN ('ISSUED', 'OPENED')) = (finished_at IS NULL)),
    CHECK (state NOT IN ('ANSWERED', 'REVOKED', 'REFUSED', 'UNREACHABLE') OR token_sealed IS NULL)
) STRICT;
CREATE INDEX ix_invitations_plan_id_state ON invitations (plan_id, state, id);
CREATE INDEX ix_invitations_contact_id ON invitations (contact_id);
CREATE INDEX ix_invitations_issued_at ON invitations (issued_at) WHERE finished_at IS NULL;
CREATE INDEX ix_invitations_calls ON invitations (plan_id, call_back_at, id) WHERE finished_at IS NULL AND handed_over_at IS NOT NULL;
CREATE INDEX ix_invitations_questionnaire_version_id ON invitations (questionnaire_version_id);

-- What a respondent has answered so far.
CREATE TABLE invitation_drafts (
    invitation_id UUID NOT NULL PRIMARY KEY REFERENCES invitations (id),
    answers TEXT NOT NULL,
    saved_at TIMESTAMPTZ NOT NULL
) STRICT;

-- What customers answered. Sheets of plans that promised anonymity name no invitation,
-- no moment and no writer, and are written again under other ids.
--
-- Without a rowid SQLite keeps the rows by their ids and not as they came.
CREATE TABLE survey_sheets (
    id UUID NOT NULL PRIMARY KEY,
    plan_id UUID NOT NULL REFERENCES survey_plans (id),
    part TEXT NOT NULL CHECK (part IN ('MAIN', 'FOLLOW_UP')),
    questionnaire_version_id UUID NOT NULL REFERENCES questionnaire_versions (id),
    stratum TEXT NOT NULL,
    -- COUNTED; or what keeps the sheet from being scored.
    standing TEXT NOT NULL CHECK (standing IN ('COUNTED', 'QUOTA_FULL', 'NOT_ASSESSED', 'FOLLOW_UP')),
    sheet TEXT NOT NULL,
    invitation_id UUID CONSTRAINT uq_survey_sheets_invitation_id UNIQUE REFERENCES invitations (id),
    channel TEXT NOT NULL CHECK (channel IN ('LINK', 'EMAIL', 'SMS', 'PHONE', 'PAPER', 'FACE_TO_FACE')),
    submitted_at TIMESTAMPTZ,
    -- Who entered it on behalf of the contact; NULL for the contact.
    entered_by UUID REFERENCES accounts (id),
    shuffled BOOLEAN NOT NULL,
    CHECK ((invitation_id IS NULL) = (submitted_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_survey_sheets_plan_id ON survey_sheets (plan_id, id);
CREATE INDEX ix_survey_sheets_unshuffled ON survey_sheets (plan_id) WHERE NOT shuffled;
CREATE INDEX ix_survey_sheets_entered_by ON survey_sheets (entered_by);
CREATE INDEX ix_survey_sheets_questionnaire_version_id ON survey_sheets (questionnaire_version_id);
