package io.syncline.core.stream;

import io.syncline.core.database.NeededColumn.Kind;

/**
 * How a column's values travel in an array parameter, and what turns them into the column's type.
 */
public enum SqlType {
  TEXT("text", "%s", Kind.TEXT),
  INTEGER("int4", "%s", Kind.INTEGER),
  BOOLEAN("bool", "%s", Kind.BOOLEAN),
  NUMERIC("text", "%s::numeric", Kind.NUMERIC),
  /** Days since 1970: an integer costs the server less to read than a date's text. */
  DATE("int4", "(DATE '1970-01-01' + %s)", Kind.DATE),
  TIMESTAMP("text", "%s::timestamp", Kind.TIME),
  TIMESTAMPTZ("text", "%s::timestamptz", Kind.TIME),
  UUID("text", "%s::uuid", Kind.UUID),
  JSONB("text", "%s::jsonb", Kind.JSON),
  /** The type of a column that somebody else made, whatever it is. */
  OWN("text", "%s", Kind.ANY),
  /** The same of a type whose values cannot be compared, such as {@code json}. */
  OPAQUE("text", "%s", Kind.ANY);

  private final String element;
  private final String read;
  private final Kind kind;

  SqlType(String element, String read, Kind kind) {
    this.element = element;
    this.read = read;
    this.kind = kind;
  }

  /** What a column must be that holds such values. */
  Kind kind() {
    return kind;
  }

  /** The element type of the array that carries the values. */
  String element() {
    return element;
  }

  /** An array of this type: where the class says what it holds, the driver sends it as binary. */
  Object[] array(int length) {
    return switch (element) {
      case "int4" -> new Integer[length];
      case "bool" -> new Boolean[length];
      default -> new String[length];
    };
  }

  /** The expression that reads one element as the column's value. */
  String read(String expression) {
    return read.formatted(expression);
  }
}
