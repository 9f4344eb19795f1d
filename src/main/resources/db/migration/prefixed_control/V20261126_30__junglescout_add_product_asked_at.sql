-- When a product was asked for last and what came of it could not be stored: the next run begins with others.
ALTER TABLE ${prefix}jungle_scout_sync_status
    ADD COLUMN IF NOT EXISTS product_asked_at timestamp;
