-- What waits for a decision is looked for by its state; most of what is kept is decided.
CREATE INDEX ix_survey_exclusions_state ON survey_exclusions (state, requested_at);
CREATE INDEX ix_kpi_sheets_state ON kpi_sheets (state, department_id);
