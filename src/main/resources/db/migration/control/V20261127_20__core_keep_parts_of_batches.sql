-- What a batch wrote to each table, for a batch that writes several: [{table, stream, memory, keys, rows}].
ALTER TABLE run_batches ADD COLUMN IF NOT EXISTS parts jsonb;
