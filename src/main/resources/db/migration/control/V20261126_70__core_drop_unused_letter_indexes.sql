-- A letter is open by closed_at: no statement asks for replayed_at any more, and each letter paid for these.
DROP INDEX IF EXISTS sync_dead_letters_open;
DROP INDEX IF EXISTS sync_dead_letters_open_in_production;
DROP INDEX IF EXISTS sync_dead_letters_open_of_table;
