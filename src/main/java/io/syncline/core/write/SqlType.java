package io.syncline.core.write;

/**
 * How a column's values travel in an array parameter, and what turns them into the column's type.
 */
enum SqlType {
  TEXT("text", "%s"),
  INTEGER("int4", "%s"),
  BOOLEAN("bool", "%s"),
  NUMERIC("text", "%s::numeric"),
  /** Days since 1970: an integer costs the server less to read than a date's text. */
  DATE("int4", "(DATE '1970-01-01' + %s)"),
  TIMESTAMP("text", "%s::timestamp"),
  TIMESTAMPTZ("text", "%s::timestamptz"),
  UUID("text", "%s::uuid"),
  JSONB("text", "%s::jsonb");

  private final String element;
  private final String read;

  SqlType(String element, String read) {
    this.element = element;
    this.read = read;
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
