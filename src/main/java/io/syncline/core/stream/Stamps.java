package io.syncline.core.stream;

/** The time stamps that a write sets. */
enum Stamps {
  /** {@code created_at}. */
  CREATED,
  /** That, and {@code updated_at} whenever another column changes. */
  TOUCHED,
  /** None: the table need not have them, and what it has are columns like others. */
  NONE
}
