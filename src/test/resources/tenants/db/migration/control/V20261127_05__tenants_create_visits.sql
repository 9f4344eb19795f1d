CREATE TABLE test_tenants (name text PRIMARY KEY, waits int NOT NULL, seconds int NOT NULL, is_held boolean NOT NULL);
CREATE TABLE test_visits (name text, run_id uuid, pid bigint, at timestamptz DEFAULT clock_timestamp());
