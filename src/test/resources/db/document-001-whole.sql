-- As the team of document 001 has it, with columns, rows, rights and views of its own.
CREATE TABLE data_sources (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    type text NOT NULL CHECK (type <> ''),
    connector_config jsonb NOT NULL DEFAULT '{}',
    owner_note varchar(40)
);
CREATE TABLE tab_mappings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    data_source_id uuid NOT NULL REFERENCES data_sources (id),
    tab_name text NOT NULL,
    primary_entity text NOT NULL,
    status text NOT NULL DEFAULT 'active'
);
CREATE TABLE column_mappings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tab_mapping_id uuid NOT NULL REFERENCES tab_mappings (id),
    source_column text NOT NULL,
    target_field text,
    is_key boolean DEFAULT false,
    authority text DEFAULT 'source_of_truth'
);
CREATE TABLE computed_fields (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    entity_type text NOT NULL,
    field_name text NOT NULL,
    source_priority jsonb,
    formula text
);
CREATE TABLE partners (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    brand_name text NOT NULL,
    "Account Manager" text,
    tags text[] NOT NULL DEFAULT '{}',
    mrr numeric(10,2),
    yearly numeric GENERATED ALWAYS AS (mrr * 12) STORED
);
CREATE TABLE staff (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email text NOT NULL UNIQUE
);
CREATE TABLE sync_runs (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    data_source_id uuid REFERENCES data_sources (id),
    tab_mapping_id uuid REFERENCES tab_mappings (id),
    status text NOT NULL,
    started_at timestamptz DEFAULT now(),
    completed_at timestamptz,
    rows_processed int DEFAULT 0,
    rows_created int DEFAULT 0,
    rows_updated int DEFAULT 0,
    rows_skipped int DEFAULT 0,
    errors jsonb,
    triggered_by uuid,
    created_at timestamptz DEFAULT now()
);
CREATE TABLE field_lineage (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    entity_type text NOT NULL,
    entity_id uuid NOT NULL,
    field_name text NOT NULL,
    source_type text NOT NULL,
    source_id uuid,
    source_ref text,
    previous_value jsonb,
    new_value jsonb,
    sync_run_id uuid,
    changed_by uuid,
    changed_at timestamptz DEFAULT now(),
    UNIQUE (entity_type, entity_id, field_name, changed_at)
);
CREATE INDEX idx_lineage_entity ON field_lineage (entity_type, entity_id);
CREATE INDEX idx_lineage_source ON field_lineage (source_id);
CREATE VIEW partner_history WITH (security_barrier = true) AS
    SELECT * FROM field_lineage WHERE entity_type = 'partners';
CREATE VIEW "Who Changed" AS SELECT changed_by, count(*) AS changes FROM partner_history GROUP BY changed_by;
CREATE VIEW prices AS SELECT brand_name, mrr FROM partners;
GRANT SELECT ON partner_history TO PUBLIC;

INSERT INTO data_sources (id, name, type, owner_note)
VALUES ('00000000-0000-0000-0000-00000000000a', 'Master Sheet', 'google_sheet', 'ask Ann');
INSERT INTO tab_mappings (id, data_source_id, tab_name, primary_entity)
VALUES ('00000000-0000-0000-0000-00000000000b', '00000000-0000-0000-0000-00000000000a', 'Partners', 'partners');
INSERT INTO column_mappings (tab_mapping_id, source_column, target_field, is_key)
SELECT '00000000-0000-0000-0000-00000000000b', source, target, source = 'Brand'
FROM (VALUES ('Brand', 'brand_name'), ('MRR', 'mrr'), ('Manager', 'Account Manager')) AS v (source, target);
INSERT INTO computed_fields (entity_type, field_name, formula) VALUES ('partners', 'yearly', 'mrr * 12');
INSERT INTO partners (brand_name, mrr) SELECT 'Brand ' || n, n FROM generate_series(1, 150) AS n;
INSERT INTO staff (email) VALUES ('ann@example.com');
INSERT INTO sync_runs (data_source_id, tab_mapping_id, status)
VALUES ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-00000000000b', 'completed');
INSERT INTO field_lineage (entity_type, entity_id, field_name, source_type, sync_run_id, changed_by, changed_at)
SELECT 'partners', p.id, 'mrr', 'google_sheet', r.id, NULL, now() - make_interval(mins => n)
FROM partners p, sync_runs r, generate_series(1, 2) AS n;
INSERT INTO field_lineage (entity_type, entity_id, field_name, source_type, changed_by)
SELECT 'partners', id, 'brand_name', 'app', '00000000-0000-0000-0000-0000000000cc' FROM partners LIMIT 1;
