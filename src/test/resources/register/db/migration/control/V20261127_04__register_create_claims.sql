CREATE TABLE test_claims (run_id uuid, name text, score int, PRIMARY KEY (run_id, name));
