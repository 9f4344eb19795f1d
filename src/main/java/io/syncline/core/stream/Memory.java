package io.syncline.core.stream;

/** How a batch remembers which rows of a table it wrote. */
public enum Memory {
  /** By their keys. */
  KEYS,
  /** The last key column is a date: by the span of days of each leading key. */
  SPAN,
  /** The table only grows, and a column has the batch's id. */
  BATCH,
  /** They are all that the table has of the first key column's value, and computed together. */
  PREFIX
}
