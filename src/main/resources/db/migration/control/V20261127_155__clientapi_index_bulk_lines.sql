-- A record is stored with its lines, unpacked: packing costs more than it saves for rows that go within minutes.
ALTER TABLE client_bulk_lines SET (toast_tuple_target = 8160);
DROP INDEX IF EXISTS client_bulk_lines_of_parent;
DROP INDEX IF EXISTS client_bulk_lines_by_id;
CREATE INDEX IF NOT EXISTS client_bulk_lines_apart ON client_bulk_lines (credential_id, stream, fence, parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS client_bulk_lines_of_record ON client_bulk_lines (credential_id, stream, fence, id) WHERE parent_id IS NULL;
