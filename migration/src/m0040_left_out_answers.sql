-- Since when an exclusion that was approved after the answer keeps it from counting.
ALTER TABLE invitations ADD COLUMN left_out_at TIMESTAMPTZ;
