CREATE TABLE test_partners (id uuid PRIMARY KEY, name varchar(20) NOT NULL UNIQUE, score int);
CREATE TABLE test_history (
    id uuid PRIMARY KEY,
    batch_id uuid NOT NULL,
    partner_id uuid NOT NULL REFERENCES test_partners,
    old_score int,
    new_score int
);
CREATE INDEX ON test_history (batch_id);
