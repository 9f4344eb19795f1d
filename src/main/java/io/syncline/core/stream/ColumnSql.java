package io.syncline.core.stream;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Lists of columns as statements need them. */
final class ColumnSql {
  private ColumnSql() {}

  /** One array parameter per column. */
  static String parameters(List<Column> columns) {
    return columns.stream().map(c -> "?::" + c.type().element() + "[]").collect(joining(", "));
  }

  static String names(List<Column> columns, String alias) {
    return columns.stream().map(c -> alias + c.sql()).collect(joining(", "));
  }

  /** The columns as their values are compared. */
  static String compared(List<Column> columns, String alias) {
    return columns.stream().map(c -> c.compared(alias)).collect(joining(", "));
  }

  /** The columns as they travel to another database. */
  static String plain(List<Column> columns, String alias) {
    return columns.stream().map(c -> c.plain(alias) + " AS " + c.sql()).collect(joining(", "));
  }

  /** The elements of the arrays as values of the columns. */
  static String values(List<Column> columns, String alias) {
    return columns.stream()
        .map(c -> c.cast(alias + c.sql()) + " AS " + c.sql())
        .collect(joining(", "));
  }

  /** Whether a row of {@code left} has the same values as one of {@code right}. */
  static String equal(List<Column> columns, String left, String right) {
    return columns.stream()
        .map(c -> left + c.sql() + " = " + right + c.sql())
        .collect(joining(" AND "));
  }

  /** Whether a row has the values of the arrays' elements. */
  static String equalRead(List<Column> columns, String row, String element) {
    return columns.stream()
        .map(c -> row + c.sql() + " = " + c.cast(element + c.sql()))
        .collect(joining(" AND "));
  }
}
