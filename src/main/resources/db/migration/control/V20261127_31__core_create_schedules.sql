-- Schedules that are data: when runs of a pipeline's scope start, as people set it.
CREATE TABLE IF NOT EXISTS sync_schedules (
    pipeline text NOT NULL,
    scope text NOT NULL CHECK (length(pipeline || scope) < 190), -- together they are a key of Quartz
    cron text NOT NULL,
    time_zone text NOT NULL DEFAULT 'UTC',
    is_paused boolean NOT NULL DEFAULT false,
    updated_by text,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (pipeline, scope)
);
