-- What becomes of each schedule, those of the settings and those that are data, whichever instance fires it.
CREATE TABLE IF NOT EXISTS sync_schedule_states (
    name text PRIMARY KEY,
    is_paused boolean NOT NULL DEFAULT false, -- of a schedule of the settings; sync_schedules has it of the others
    changed_by text,
    changed_at timestamptz,
    rule text NOT NULL DEFAULT '', -- by what it fires, as an instance that watches saw it last
    counts_from timestamptz, -- since when it has been that: what was due before is not missed
    last_slot timestamptz,
    last_fired_at timestamptz,
    last_run_id uuid,
    last_refusal text, -- why the last fire started no run
    overdue_since timestamptz -- set once people were told
);
