-- What happened, written in the transaction that made it happen. A relay turns
-- each event into one job per handler.
CREATE TABLE outbox_events (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    payload TEXT NOT NULL,
    -- Above every event that was waiting when this one was written, so that the
    -- order does not hang on clocks. Events written side by side may share it.
    position BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    relayed_at TIMESTAMPTZ
) STRICT;
CREATE INDEX ix_outbox_events_waiting ON outbox_events (position, id) WHERE relayed_at IS NULL;

CREATE TABLE jobs (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    -- Names the effect: a second job for the same effect is not queued.
    effect_key TEXT NOT NULL CONSTRAINT uq_jobs_effect_key UNIQUE,
    subject TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'DONE', 'DEAD')),
    -- Above every job that was unfinished when this one was queued.
    position BIGINT NOT NULL,
    -- Not before this moment; null means at once, whatever the clock says.
    run_at TIMESTAMPTZ,
    attempts INTEGER NOT NULL,
    max_attempts INTEGER NOT NULL CHECK (max_attempts > 0),
    lease_token UUID,
    lease_until TIMESTAMPTZ,
    last_error TEXT,
    queued_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ
) STRICT;
CREATE INDEX ix_jobs_waiting ON jobs (position, id) WHERE state IN ('QUEUED', 'RUNNING');
CREATE INDEX ix_jobs_subject ON jobs (subject, kind, position) WHERE state IN ('QUEUED', 'RUNNING');
CREATE INDEX ix_jobs_finished ON jobs (state, id) WHERE state IN ('DONE', 'DEAD');
-- Two workers may look at the same moment; the second one to claim is refused.
CREATE UNIQUE INDEX uq_jobs_running ON jobs (subject, kind) WHERE state = 'RUNNING';

-- The last tick of each recurring job, so that several schedulers queue it once.
CREATE TABLE schedules (
    name TEXT NOT NULL PRIMARY KEY,
    last_tick_at TIMESTAMPTZ NOT NULL
) STRICT;
