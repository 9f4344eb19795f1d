-- What the last comparison of staging with production found, whoever made it: one row.
CREATE TABLE IF NOT EXISTS sync_last_comparison (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    compared_at timestamptz NOT NULL,
    faults bigint NOT NULL -- keys and batches that are not as they should be
);
