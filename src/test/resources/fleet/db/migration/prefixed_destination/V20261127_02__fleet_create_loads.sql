CREATE TABLE IF NOT EXISTS ${prefix}fleet_loads (
    place text PRIMARY KEY,
    tons integer,
    created_at timestamp
);
