-- How far a feed was read whose source tells what changed: by the run of that fence, as it was configured then.
CREATE TABLE IF NOT EXISTS feed_cursors (
    feed_id uuid PRIMARY KEY,
    fence bigint NOT NULL,
    fingerprint text NOT NULL,
    cursor text
);
