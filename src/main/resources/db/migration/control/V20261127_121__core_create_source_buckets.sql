-- What is left of an operation's bucket of calls with a credential, and how long the source is left alone.
CREATE TABLE IF NOT EXISTS sync_source_buckets (
    source text NOT NULL,
    operation text NOT NULL,
    calls double precision NOT NULL,
    per_second double precision, -- as the source told; else as configured
    counted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    rests_until timestamptz,
    refusals integer NOT NULL DEFAULT 0, -- in a row
    PRIMARY KEY (source, operation)
);
