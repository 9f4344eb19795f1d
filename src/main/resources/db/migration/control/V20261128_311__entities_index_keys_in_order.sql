-- Entities are listed by key, and found by how it begins: in the order of bytes, which no locale changes.
CREATE INDEX IF NOT EXISTS entity_keys_in_order
    ON entity_keys (entity_type, normalized_key COLLATE "C") INCLUDE (entity_id) WHERE is_current;
