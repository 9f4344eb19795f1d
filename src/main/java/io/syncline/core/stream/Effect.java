package io.syncline.core.stream;

/** What a record does to its table. */
public enum Effect {
  /** The row of the key is changed, or added when there is none. */
  UPSERT,
  /** All rows that have the key are changed; none is added, and the key need not be unique. */
  UPDATE,
  /** Like {@link #UPDATE}, where the row has no value yet. */
  FILL
}
