package io.syncline.core.database;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table or view as the server describes it to our user.
 *
 * @param kind {@code pg_class.relkind}
 * @param ours whether our user may alter it
 * @param rights what our user may do with it, of SELECT, INSERT and UPDATE
 * @param hides the commands for which a policy may hide rows from our user
 * @param keys the columns of each unique key that a conflict can be found by
 * @param references foreign keys of other tables that refer to it, as {@code constraint of table}
 */
record Relation(
    long oid,
    String schema,
    String name,
    String kind,
    boolean ours,
    Set<String> rights,
    Set<String> hides,
    Map<String, Attribute> columns,
    List<Set<String>> keys,
    List<String> references) {

  /**
   * A column.
   *
   * @param type the type's name; of a domain, that of what it is made of
   * @param category {@code pg_type.typcategory}
   * @param declared the type as people write it
   * @param required whether a new row must bring a value
   * @param generated whether no row may bring one
   */
  record Attribute(
      String type, String category, String declared, boolean required, boolean generated) {}

  /** The name as people write it. */
  String words() {
    return schema + "." + name;
  }

  String quoted() {
    return quoted(schema) + '.' + quoted(name);
  }

  static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  String kindWords() {
    return switch (kind) {
      case "v" -> "a view";
      case "m" -> "a materialized view";
      case "f" -> "a foreign table";
      case "S" -> "a sequence";
      default -> "a table";
    };
  }
}
