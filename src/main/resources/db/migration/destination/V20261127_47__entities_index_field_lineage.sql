-- A table of document 001 may have many rows: they can be read while their indexes are built, for what needs the table for
-- itself is in the migration before. Our rows have a batch, and a run of ours changes a field once; what was written
-- before us may know a run twice, and stays.
CREATE UNIQUE INDEX IF NOT EXISTS field_lineage_once_a_run
    ON field_lineage (sync_run_id, entity_type, entity_id, field_name)
    WHERE sync_run_id IS NOT NULL AND batch_id IS NOT NULL;
-- A batch's own rows are found by it when production gets them.
CREATE INDEX IF NOT EXISTS field_lineage_of_batch ON field_lineage (batch_id) WHERE batch_id IS NOT NULL;
-- By the document's name, and of more use: where a cell came from, and all of an entity, newest first.
CREATE INDEX IF NOT EXISTS idx_lineage_entity
    ON field_lineage (entity_type, entity_id, field_name, changed_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS idx_lineage_source ON field_lineage (source_id);
DROP INDEX IF EXISTS idx_lineage_entity_of_document;
