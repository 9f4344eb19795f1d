-- Where every value came from. The first twelve columns are those of document 001.
CREATE TABLE IF NOT EXISTS field_lineage (
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
    changed_by text,
    changed_at timestamptz DEFAULT now()
);
ALTER TABLE field_lineage
    ADD COLUMN IF NOT EXISTS feed_id uuid,
    ADD COLUMN IF NOT EXISTS authority text,
    ADD COLUMN IF NOT EXISTS row_number int,
    ADD COLUMN IF NOT EXISTS record_id text,
    ADD COLUMN IF NOT EXISTS batch_id uuid;

-- Who changed a value is named by an identity provider, whose names need not be uuids. No view lets the type
-- of its column change: those that show it are laid aside meanwhile, with their owners and rights.
DO $$
DECLARE
    seen oid[];
    again text[] := '{}';
    one record;
BEGIN
    IF (SELECT atttypid FROM pg_attribute
        WHERE attrelid = 'field_lineage'::regclass AND attname = 'changed_by') = 'uuid'::regtype THEN
        WITH RECURSIVE showing (view, depth) AS (
            SELECT r.ev_class, 1
            FROM pg_depend d JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
            WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = 'field_lineage'::regclass
              AND d.refobjsubid = (SELECT attnum FROM pg_attribute
                                   WHERE attrelid = 'field_lineage'::regclass AND attname = 'changed_by')
            UNION
            SELECT r.ev_class, s.depth + 1
            FROM showing s
            JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = s.view
            JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid AND r.ev_class <> s.view
        )
        SELECT array_agg(view ORDER BY depth DESC, view) INTO seen
        FROM (SELECT view, max(depth) AS depth FROM showing GROUP BY view) AS each
        JOIN pg_class c ON c.oid = each.view AND c.relkind = 'v';

        FOR one IN
            SELECT c.oid::regclass::text AS name, pg_get_viewdef(c.oid) AS query, c.relowner::regrole AS owner,
                   coalesce(' WITH (' || array_to_string(c.reloptions, ', ') || ')', '') AS options,
                   ARRAY(SELECT format('GRANT %s ON %s TO %s%s', a.privilege_type, c.oid::regclass,
                                       CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
                                       CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                         FROM aclexplode(c.relacl) AS a) AS grants
            FROM unnest(seen) WITH ORDINALITY AS s (view, nth) JOIN pg_class c ON c.oid = s.view
            ORDER BY nth
        LOOP
            EXECUTE 'DROP VIEW ' || one.name;
            again := ARRAY['CREATE VIEW ' || one.name || one.options || ' AS ' || one.query,
                           format('ALTER VIEW %s OWNER TO %s', one.name, one.owner)] || one.grants || again;
        END LOOP;
        ALTER TABLE field_lineage ALTER COLUMN changed_by TYPE text;
        FOR i IN 1 .. cardinality(again) LOOP
            EXECUTE again[i];
        END LOOP;
    END IF;
END $$;

-- The document's key refused a second change of a field within one transaction.
DO $$
DECLARE
    it record;
BEGIN
    FOR it IN
        SELECT i.indexrelid::regclass AS index, c.conname
        FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'u'
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attname = 'changed_at' AND a.attnum = ANY (i.indkey)
        WHERE i.indrelid = 'field_lineage'::regclass AND i.indisunique AND NOT i.indisprimary
    LOOP
        IF it.conname IS NULL THEN
            EXECUTE 'DROP INDEX ' || it.index;
        ELSE
            EXECUTE format('ALTER TABLE field_lineage DROP CONSTRAINT %I', it.conname);
        END IF;
    END LOOP;
END $$;

-- Serves the document's readers until ours is built.
ALTER INDEX IF EXISTS idx_lineage_entity RENAME TO idx_lineage_entity_of_document;

DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint
                   WHERE conrelid = 'field_lineage'::regclass AND conname = 'field_lineage_source_type') THEN
        ALTER TABLE field_lineage ADD CONSTRAINT field_lineage_source_type
            CHECK (source_type IN ('google_sheet', 'api', 'app')) NOT VALID;
    END IF;
END $$;
