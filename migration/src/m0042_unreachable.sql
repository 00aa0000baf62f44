-- The day on which a contact was to be invited, and had nothing by which the plan's channel
-- reaches it.
ALTER TABLE survey_fates ADD COLUMN unreachable_on DATE;
