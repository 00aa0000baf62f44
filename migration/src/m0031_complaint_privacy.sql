-- What whoever complained was promised, as the survey in which they did so promised it.
ALTER TABLE complaints ADD COLUMN confidentiality TEXT NOT NULL DEFAULT 'ATTRIBUTED'
    CONSTRAINT ck_complaints_confidentiality CHECK (confidentiality IN ('ATTRIBUTED', 'CONFIDENTIAL', 'ANONYMOUS'));
-- The key under which an account has sent a complaint, and the hash of what it sent.
ALTER TABLE complaints ADD COLUMN idempotency_key TEXT;
-- Nobody stands in a complaint that was made anonymously.
ALTER TABLE complaints ADD COLUMN content_sha256 TEXT
    CONSTRAINT ck_complaints_anonymous CHECK (confidentiality <> 'ANONYMOUS'
        OR (customer_id IS NULL AND contact_id IS NULL AND recorded_by IS NULL AND idempotency_key IS NULL));
CREATE UNIQUE INDEX uq_complaints_recorded_by_idempotency_key ON complaints (recorded_by, idempotency_key);

UPDATE complaints SET confidentiality =
    (SELECT survey_plans.confidentiality FROM survey_plans WHERE survey_plans.id = complaints.plan_id)
    WHERE plan_id IS NOT NULL;

-- What was complained about in answers that were promised anonymity, until as many have
-- answered as are a group: random ids, no moment, and in SQLite the order of the ids.
CREATE TABLE complaint_slips (
    id UUID NOT NULL PRIMARY KEY,
    plan_id UUID NOT NULL REFERENCES survey_plans (id),
    summary TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_complaint_slips_plan_id ON complaint_slips (plan_id);
