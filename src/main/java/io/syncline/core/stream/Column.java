package io.syncline.core.stream;

import io.syncline.core.database.NeededColumn;

/**
 * A column of a destination's table.
 *
 * @param modifier what follows the type's name, such as {@code (5,4)}; mostly nothing
 */
public record Column(String name, SqlType type, String modifier) {

  private Column(String name, SqlType type) {
    this(name, type, "");
  }

  public Column {
    if (!isOwn(type) && !name.matches("[a-z_][a-z0-9_]{0,62}")) {
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

  /** A number that is rounded to its column's scale before it is compared with what is there. */
  public static Column numeric(String name, int precision, int scale) {
    return new Column(name, SqlType.NUMERIC, "(" + precision + "," + scale + ")");
  }

  public static Column date(String name) {
    return new Column(name, SqlType.DATE);
  }

  public static Column timestamp(String name) {
    return new Column(name, SqlType.TIMESTAMP);
  }

  /** A moment, sent in UTC. */
  public static Column timestamptz(String name) {
    return new Column(name, SqlType.TIMESTAMPTZ);
  }

  public static Column uuid(String name) {
    return new Column(name, SqlType.UUID);
  }

  public static Column json(String name) {
    return new Column(name, SqlType.JSONB);
  }

  /**
   * A column of a table that somebody else made, of any name.
   *
   * @param type without a length: a cast to {@code varchar(3)} cuts, an assignment refuses
   * @param comparable whether two values of the type can be compared
   */
  public static Column own(String name, String type, boolean comparable) {
    return new Column(name, comparable ? SqlType.OWN : SqlType.OPAQUE, "::" + type);
  }

  private static boolean isOwn(SqlType type) {
    return type == SqlType.OWN || type == SqlType.OPAQUE;
  }

  /** The name as a statement has it: one of somebody else's may be a word of SQL. */
  public String sql() {
    return isOwn(type) ? '"' + name.replace("\"", "\"\"") + '"' : name;
  }

  /** The expression by which two values are compared. */
  String compared(String alias) {
    return type == SqlType.OPAQUE ? alias + sql() + "::text" : alias + sql();
  }

  NeededColumn needed() {
    return new NeededColumn(name, type.kind());
  }

  /** The expression that reads an array's element as this column's value. */
  public String cast(String expression) {
    return type.read(expression) + modifier;
  }

  /**
   * The expression that gives the column's value away: a text without what {@code char(n)} pads,
   * and what is of a type of its own as text.
   */
  public String plain(String alias) {
    return type == SqlType.TEXT || isOwn(type) ? alias + sql() + "::text" : alias + sql();
  }

  /** The value as the array's element: dates as days, everything that is read from text as text. */
  public Object element(Object value) {
    return switch (type) {
      case INTEGER, BOOLEAN -> value;
      case DATE -> (int) ((java.time.LocalDate) value).toEpochDay();
      case TEXT, NUMERIC, TIMESTAMP, TIMESTAMPTZ, UUID, JSONB, OWN, OPAQUE -> value.toString();
    };
  }

  /** The value that a dead letter keeps as text. */
  public Object read(String text) {
    return switch (type) {
      case INTEGER -> Integer.valueOf(text);
      case BOOLEAN -> Boolean.valueOf(text);
      case DATE -> java.time.LocalDate.parse(text);
      case TEXT, NUMERIC, TIMESTAMP, TIMESTAMPTZ, UUID, JSONB, OWN, OPAQUE -> text;
    };
  }
}
