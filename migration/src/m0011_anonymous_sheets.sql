-- What was said in cycles that promised anonymity. Who has responded stands in
-- response_receipts and assignments, and nothing leads from here to there: no key, no
-- time, and after the shuffling no order and no transaction either.
--
-- Without a rowid SQLite keeps the rows by their random ids and not as they came.
CREATE TABLE anonymous_sheets (
    id UUID NOT NULL PRIMARY KEY,
    cycle_id UUID NOT NULL REFERENCES cycles (id),
    pair_id UUID NOT NULL REFERENCES cycle_pairs (id),
    sheet TEXT NOT NULL,
    -- Whether it was written again, under a new id and together with others.
    shuffled BOOLEAN NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_anonymous_sheets_cycle_id ON anonymous_sheets (cycle_id, pair_id);
CREATE INDEX ix_anonymous_sheets_unshuffled ON anonymous_sheets (cycle_id, pair_id) WHERE NOT shuffled;
