package io.syncline.core.database;

import static java.util.stream.Collectors.toCollection;

import io.syncline.core.error.StartupProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.io.ClassPathResource;

/**
 * The ledger's own tables, as the migrations have left them. An older installation, a restored copy
 * or somebody's hand may have taken a column or a key away, or changed a type, which no migration
 * looks at again.
 */
final class OwnTables {
  private static final String UNIQUE = " unique ";

  /**
   * {@code table.column type} and {@code table unique (columns)}; texts of any length are alike.
   */
  private static final String SHAPE =
      """
      WITH own AS (SELECT name, to_regclass(quote_ident(name)) AS oid FROM unnest(?) AS name)
      SELECT name || '.' || a.attname || ' ' || CASE
                 WHEN a.atttypid IN ('varchar'::regtype, 'bpchar'::regtype) THEN 'text'
                 ELSE format_type(a.atttypid, NULL) END
      FROM own JOIN pg_attribute a ON a.attrelid = own.oid AND a.attnum > 0 AND NOT a.attisdropped
      UNION ALL
      SELECT name || ' unique ' || substring(pg_get_indexdef(i.indexrelid) FROM ' USING btree (.*)$')
      FROM own JOIN pg_index i
        ON i.indrelid = own.oid AND i.indisunique AND i.indisvalid AND i.indimmediate
      """;

  private OwnTables() {}

  /** What statements of ours need in that database, a column or a unique key a line. */
  static List<String> needed(String database) {
    try {
      return new ClassPathResource("db/shape/" + database + ".txt")
          .getContentAsString(StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is there of these tables, in the same form. */
  static Set<String> found(Connection connection, Set<String> tables) throws SQLException {
    Object names = connection.createArrayOf("text", tables.toArray());
    return new TreeSet<>(new Catalogue(connection).texts(SHAPE, names));
  }

  /** What is not as needed, by name. */
  static List<StartupProblem> problems(Connection connection, String database) throws SQLException {
    List<String> needed = needed(database);
    Set<String> tables = needed.stream().map(OwnTables::table).collect(toCollection(TreeSet::new));
    Set<String> found = found(connection, tables);
    return needed.stream()
        .filter(line -> !found.contains(line) && !found.contains(widened(line)))
        .map(line -> fault(line, found))
        .distinct()
        .sorted()
        .map(
            fault ->
                new StartupProblem(
                    database + ": " + fault + ".",
                    "Bring it back as the migrations have made it: they do not look again."))
        .toList();
  }

  /** A wider column holds what is needed as well. */
  private static String widened(String line) {
    return line.replaceFirst(" integer$", " bigint");
  }

  private static String table(String line) {
    return line.split("[. ]", 2)[0];
  }

  private static String fault(String line, Set<String> found) {
    String table = table(line);
    if (found.stream().noneMatch(there -> table(there).equals(table))) {
      return "there is no " + table;
    }
    String rest = line.substring(table.length());
    if (rest.startsWith(UNIQUE)) {
      return table + " has no unique key " + rest.substring(UNIQUE.length());
    }
    String[] column = rest.substring(1).split(" ", 2);
    String begin = table + "." + column[0] + " ";
    return found.stream()
        .filter(there -> there.startsWith(begin))
        .map(
            there ->
                "%s has the column %s of type %s, and %s is needed"
                    .formatted(table, column[0], there.substring(begin.length()), column[1]))
        .findFirst()
        .orElse(table + " has no column " + column[0]);
  }
}
