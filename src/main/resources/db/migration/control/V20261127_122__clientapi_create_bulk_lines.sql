-- Lines of a platform's result file until its records are written; a crash of the server may take them.
CREATE UNLOGGED TABLE IF NOT EXISTS client_bulk_lines (
    credential_id uuid NOT NULL,
    stream text NOT NULL,
    fence bigint NOT NULL,
    line bigint NOT NULL,
    id text,
    parent_id text,
    data text NOT NULL,
    PRIMARY KEY (credential_id, stream, fence, line)
);
CREATE INDEX IF NOT EXISTS client_bulk_lines_of_parent ON client_bulk_lines (credential_id, stream, fence, parent_id);
CREATE INDEX IF NOT EXISTS client_bulk_lines_by_id ON client_bulk_lines (credential_id, stream, fence, id);
