-- How many working days the company gives: one row.
CREATE TABLE deadline_settings (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    -- Until a complaint is acknowledged, and until it is answered, by its severity.
    acknowledge_days INTEGER NOT NULL CHECK (acknowledge_days BETWEEN 1 AND 250),
    answer_days_low INTEGER NOT NULL CHECK (answer_days_low BETWEEN 1 AND 250),
    answer_days_medium INTEGER NOT NULL CHECK (answer_days_medium BETWEEN 1 AND 250),
    answer_days_high INTEGER NOT NULL CHECK (answer_days_high BETWEEN 1 AND 250),
    -- Until an issue that somebody opens is put right, by its severity.
    issue_days_low INTEGER NOT NULL CHECK (issue_days_low BETWEEN 1 AND 250),
    issue_days_medium INTEGER NOT NULL CHECK (issue_days_medium BETWEEN 1 AND 250),
    issue_days_high INTEGER NOT NULL CHECK (issue_days_high BETWEEN 1 AND 250),
    -- After the due day of an issue, until somebody is told: one after the other.
    owner_told_after INTEGER NOT NULL CHECK (owner_told_after BETWEEN 1 AND 250),
    head_told_after INTEGER NOT NULL CHECK (head_told_after BETWEEN owner_told_after AND 250),
    manager_told_after INTEGER NOT NULL CHECK (manager_told_after BETWEEN head_told_after AND 250),
    executive_told_after INTEGER NOT NULL CHECK (executive_told_after BETWEEN manager_told_after AND 250),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO deadline_settings VALUES (1, 2, 20, 10, 5, 30, 20, 10, 1, 3, 5, 10, 1);
