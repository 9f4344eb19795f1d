-- What each feed says of each field, whether or not it is what the field holds.
CREATE TABLE IF NOT EXISTS source_values (
    feed_id uuid NOT NULL,
    entity_id uuid NOT NULL,
    field_name text NOT NULL,
    entity_type text NOT NULL,
    value jsonb,
    raw text,
    asserted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    run_id uuid,
    PRIMARY KEY (feed_id, entity_id, field_name)
);
-- Whoever resolves a field asks for what all feeds say of it.
CREATE INDEX IF NOT EXISTS source_values_of_entity ON source_values (entity_id, field_name);

CREATE TABLE IF NOT EXISTS field_conflicts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    entity_type text NOT NULL,
    entity_id uuid NOT NULL,
    field_name text NOT NULL,
    winning_feed_id uuid,
    winning_value jsonb,
    losing_feed_id uuid NOT NULL,
    losing_value jsonb,
    first_run_id uuid,
    last_run_id uuid,
    opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    resolved_at timestamptz
);
CREATE UNIQUE INDEX IF NOT EXISTS field_conflicts_open
    ON field_conflicts (entity_id, field_name, losing_feed_id) WHERE resolved_at IS NULL;
CREATE INDEX IF NOT EXISTS field_conflicts_by_time ON field_conflicts (opened_at, id);

CREATE TABLE IF NOT EXISTS feed_rows (
    feed_id uuid NOT NULL,
    row_key text NOT NULL,
    content_hash bytea,
    row_number int,
    record_id text,
    entity_id uuid,
    is_present boolean NOT NULL DEFAULT true,
    run_id uuid,
    PRIMARY KEY (feed_id, row_key)
);
CREATE INDEX IF NOT EXISTS feed_rows_of_entity ON feed_rows (entity_id);

-- Who is meant by a key. One that an entity had before finds it until another entity takes it.
CREATE TABLE IF NOT EXISTS entity_keys (
    entity_type text NOT NULL,
    normalized_key text NOT NULL,
    entity_id uuid NOT NULL,
    is_current boolean NOT NULL DEFAULT true,
    PRIMARY KEY (entity_type, normalized_key)
);
CREATE INDEX IF NOT EXISTS entity_keys_of_entity ON entity_keys (entity_id);

-- A record of a source is one entity, and an entity is one record of a source.
CREATE TABLE IF NOT EXISTS entity_links (
    data_source_id uuid NOT NULL,
    external_id text NOT NULL,
    entity_type text NOT NULL,
    entity_id uuid NOT NULL,
    PRIMARY KEY (data_source_id, entity_type, external_id),
    UNIQUE (data_source_id, entity_type, entity_id)
);
