-- What happened, written in the transaction that made it happen. A relay turns
-- each event into one job per handler.
CREATE TABLE outbox_events (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    payload TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    relayed_at TIMESTAMPTZ
) STRICT;
CREATE INDEX ix_outbox_events_waiting ON outbox_events (id) WHERE relayed_at IS NULL;
CREATE INDEX ix_outbox_events_subject ON outbox_events (subject, id);

CREATE TABLE jobs (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    -- Names the effect: a second job for the same effect is not queued.
    effect_key TEXT NOT NULL CONSTRAINT uq_jobs_effect_key UNIQUE,
    subject TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'DONE', 'DEAD')),
    run_at TIMESTAMPTZ NOT NULL,
    attempts INTEGER NOT NULL,
    max_attempts INTEGER NOT NULL CHECK (max_attempts > 0),
    lease_token UUID,
    lease_until TIMESTAMPTZ,
    last_error TEXT,
    queued_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ
) STRICT;
CREATE INDEX ix_jobs_waiting ON jobs (run_at, id) WHERE state IN ('QUEUED', 'RUNNING');
CREATE INDEX ix_jobs_subject ON jobs (subject, id) WHERE state IN ('QUEUED', 'RUNNING');

-- The last tick of each recurring job, so that several schedulers queue it once.
CREATE TABLE schedules (
    name TEXT NOT NULL PRIMARY KEY,
    last_tick_at TIMESTAMPTZ NOT NULL
) STRICT;
