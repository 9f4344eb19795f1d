package io.syncline.core.stream;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The texts of a key that a table compares in its own way: {@code char(n)} pads them, {@code
 * citext} folds their case. A key that was sent is found among its rows by that comparison, not by
 * that of text. Each table is asked about once. Threads may share it.
 */
public final class KeyTypes {
  private static final String PADDING = "bpchar";
  private static final String TYPES =
      """
      SELECT a.attname, CASE t.typname WHEN 'bpchar' THEN 'bpchar' ELSE format_type(t.oid, NULL) END
      FROM pg_attribute a
      JOIN pg_type c ON c.oid = a.atttypid
      JOIN pg_type t ON t.oid = CASE c.typtype WHEN 'd' THEN c.typbasetype ELSE c.oid END
      WHERE a.attrelid = to_regclass(?) AND NOT a.attisdropped AND t.typname IN ('bpchar', 'citext')
      """;

  private final Map<String, Map<String, String>> known = new ConcurrentHashMap<>();

  /** The stream with its key compared as that database does. */
  public Stream of(Connection connection, Database database, Stream stream) throws SQLException {
    return stream.adds() ? typed(stream, types(connection, database, stream)) : stream;
  }

  /** The stream with those texts of its key folded whose case neither database minds. */
  public Stream folded(
      Connection staging, Connection production, Databases databases, Stream stream)
      throws SQLException {
    Map<String, String> both = new HashMap<>(types(staging, databases.staging(), stream));
    both.keySet().retainAll(types(production, databases.production(), stream).keySet());
    both.values().remove(PADDING);
    return stream.adds() ? typed(stream, both) : stream;
  }

  /** The texts of the key become values of these types before they are compared. */
  private static Stream typed(Stream stream, Map<String, String> types) {
    List<Column> typed = new ArrayList<>(stream.columns());
    for (int i = 0; i < stream.keyWidth(); i++) {
      Column column = typed.get(i);
      if (column.type() == SqlType.TEXT && types.containsKey(column.name())) {
        typed.set(i, new Column(column.name(), SqlType.TEXT, "::" + types.get(column.name())));
      }
    }
    return stream.typed(typed);
  }

  /** Partitions have the columns of their table. */
  private Map<String, String> types(Connection connection, Database database, Stream stream)
      throws SQLException {
    String name = database.name() + "/" + stream.whole().tableIn(database);
    Map<String, String> before = known.get(name);
    if (before != null) {
      return before;
    }
    Map<String, String> types =
        Sql.all(
                connection,
                TYPES,
                row -> Map.entry(row.getString(1), row.getString(2)),
                stream.whole().tableIn(database))
            .stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    known.put(name, types);
    return types;
  }
}
