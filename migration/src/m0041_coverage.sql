-- How many customers were invited since a day.
CREATE INDEX ix_survey_fates_invited_on_customer_id ON survey_fates (invited_on, customer_id) WHERE invited_on IS NOT NULL;
