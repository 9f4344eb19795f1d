-- The calls of the last minute with a credential that all instances share, and until when it rests.
CREATE TABLE IF NOT EXISTS sync_source_pace (
    source text PRIMARY KEY,
    calls timestamptz[] NOT NULL DEFAULT '{}',
    paused_until timestamptz
);
