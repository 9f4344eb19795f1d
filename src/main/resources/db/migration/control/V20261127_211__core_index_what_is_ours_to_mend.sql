-- Who else fails for the same fault of ours: looked for where a notice is to tell of it once.
CREATE INDEX sync_runs_ours_to_mend
    ON sync_runs (pipeline, md5(failure ->> 'message'), (coalesce(started_at, 'epoch')))
    WHERE outcome = 'failed' AND failure ->> 'code' = 'CONFIG_INVALID';
