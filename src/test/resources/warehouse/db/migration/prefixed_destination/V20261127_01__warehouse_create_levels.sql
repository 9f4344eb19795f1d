CREATE TABLE IF NOT EXISTS ${prefix}warehouse_levels (
    code text PRIMARY KEY,
    units integer CHECK (units >= 0),
    counted_at timestamp,
    created_at timestamp
);
