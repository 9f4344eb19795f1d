package io.syncline.core.stream;

/**
 * What differs between the statements of an upsert and of an update. The columns of the records
 * come as one array each; {@code t} is the table.
 */
interface RowSql {

  /**
   * Writes the records if the relation {@code guard} has a row.
   *
   * @param stampedEach whether each record brings its own time stamps
   */
  String write(String guard, boolean stampedEach);

  /**
   * What a write returns of each row.
   *
   * @param partitioned whether the table has partitions, whose rows do not tell their versions
   */
  String returned(boolean partitioned);

  /** Selects the records created and updated, counted from what the write returned. */
  String counted(boolean partitioned);

  /** Writes the records and answers each change as {@code before} and {@code after}. */
  String rehearsed();

  /** What the table holds of a batch's keys. */
  String current();

  /** What the table holds of a batch's keys, also where the batch remembers values. */
  String held();

  /** Takes away what a batch's keys name. */
  String deleted();
}
