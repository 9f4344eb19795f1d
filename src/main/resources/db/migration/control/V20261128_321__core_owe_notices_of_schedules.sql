-- A process may end between the note that a schedule is overdue and the notice of it: another one tells then.
ALTER TABLE sync_schedule_states ADD COLUMN IF NOT EXISTS tell_at timestamptz; -- from then on people are owed a notice of how it is; none: they know
