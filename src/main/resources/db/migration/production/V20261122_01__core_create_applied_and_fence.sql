CREATE TABLE IF NOT EXISTS sync_applied (
    batch_id uuid PRIMARY KEY,
    run_id uuid NOT NULL,
    table_name text NOT NULL,
    rows int NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE IF NOT EXISTS sync_fence (
    scope text PRIMARY KEY,
    fence bigint NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
