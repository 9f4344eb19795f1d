-- Whose ledger has the batch. Batches from before that have none: they are everybody's.
ALTER TABLE sync_applied ADD COLUMN IF NOT EXISTS installation text;
