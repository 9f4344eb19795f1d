package io.syncline.core.write;

/** A column of a destination's table. */
public record Column(String name, SqlType type) {

  public Column {
    if (!name.matches("[a-z_][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException("not a column name: " + name);
    }
  }

  public static Column text(String name) {
    return new Column(name, SqlType.TEXT);
  }

  public static Column integer(String name) {
    return new Column(name, SqlType.INTEGER);
  }

  public static Column bool(String name) {
    return new Column(name, SqlType.BOOLEAN);
  }

  public static Column numeric(String name) {
    return new Column(name, SqlType.NUMERIC);
  }

  public static Column date(String name) {
    return new Column(name, SqlType.DATE);
  }

  public static Column timestamp(String name) {
    return new Column(name, SqlType.TIMESTAMP);
  }

  public static Column json(String name) {
    return new Column(name, SqlType.JSONB);
  }

  /** The value as the array's element: dates as days, everything that is read from text as text. */
  Object element(Object value) {
    if (value == null) {
      return null;
    }
    return switch (type) {
      case INTEGER, BOOLEAN -> value;
      case DATE -> (int) ((java.time.LocalDate) value).toEpochDay();
      case TEXT, NUMERIC, TIMESTAMP, JSONB -> value.toString();
    };
  }
}
