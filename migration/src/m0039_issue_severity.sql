-- How much was at stake before the issue was seen to have come back, to be taken back with it.
ALTER TABLE issues ADD COLUMN severity_before TEXT CHECK (severity_before IN ('LOW', 'MEDIUM', 'HIGH'));
