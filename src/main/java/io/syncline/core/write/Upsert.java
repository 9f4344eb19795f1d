package io.syncline.core.write;

import java.util.List;
import java.util.Optional;

/**
 * How a stream's records are written to its table: the columns in the order of a record's values,
 * the leading ones of which are the key.
 *
 * @param range a date column, last of the key, by whose span a batch's keys are remembered
 * @param touched whether {@code updated_at} is ours to move whenever another column changes
 * @param stagingOnly whether production has no such table
 */
public record Upsert(
    String stream,
    String table,
    List<Column> columns,
    int keyWidth,
    boolean range,
    boolean touched,
    boolean stagingOnly) {

  public Upsert {
    columns = List.copyOf(columns);
    if (keyWidth < 1 || keyWidth > columns.size()) {
      throw new IllegalArgumentException("key of " + keyWidth + " columns in table " + table);
    }
    if (range && columns.get(keyWidth - 1).type() != SqlType.DATE) {
      throw new IllegalArgumentException("the last key column of " + table + " is not a date");
    }
  }

  /** Writes to both databases. */
  public static Upsert into(String stream, String table, int keyWidth, List<Column> columns) {
    return new Upsert(stream, table, columns, keyWidth, false, false, false);
  }

  /** The last key column is a date, and a batch's keys are kept as spans of it. */
  public Upsert keyedByRange() {
    return new Upsert(stream, table, columns, keyWidth, true, touched, stagingOnly);
  }

  /** {@code updated_at} moves whenever another column changes. */
  public Upsert touching() {
    return new Upsert(stream, table, columns, keyWidth, range, true, stagingOnly);
  }

  List<Column> key() {
    return columns.subList(0, keyWidth);
  }

  /** The key columns by which a batch's keys are remembered one by one. */
  List<Column> leadingKey() {
    return columns.subList(0, range ? keyWidth - 1 : keyWidth);
  }

  Optional<Column> rangeColumn() {
    return range ? Optional.of(columns.get(keyWidth - 1)) : Optional.empty();
  }

  List<Column> values() {
    return columns.subList(keyWidth, columns.size());
  }
}
