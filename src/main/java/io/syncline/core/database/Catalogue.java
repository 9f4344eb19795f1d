package io.syncline.core.database;

import io.syncline.core.database.Relation.Attribute;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the server says of its tables to our user. One thread at a time. */
final class Catalogue {
  private static final String OID = "SELECT coalesce(to_regclass(quote_ident(?))::oid, 0)::bigint";

  /** A name means what it means in our statements: the search path decides. */
  private static final String RELATION =
      """
      SELECT c.oid::bigint, n.nspname, c.relname, c.relkind::text,
             pg_has_role(c.relowner, 'USAGE') OR CASE
                 WHEN c.relkind = 'm' AND current_setting('server_version_num')::int >= 170000
                 THEN has_table_privilege(c.oid, 'MAINTAIN') ELSE false END,
             ARRAY(SELECT r FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) AS r
                   WHERE has_table_privilege(c.oid, r) OR has_any_column_privilege(c.oid, r)),
             ARRAY(SELECT k FROM unnest(ARRAY['r', 'a', 'w']) AS k WHERE %s)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = to_regclass(quote_ident(?))
      """
          .formatted(RowSecurity.HIDDEN.formatted("k"));

  private static final String COLUMNS =
      """
      SELECT a.attname, coalesce(b.typname, t.typname), t.typcategory::text,
             format_type(a.atttypid, a.atttypmod),
             a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AND a.attgenerated = '' AND t.typdefault IS NULL,
             a.attgenerated <> '' OR a.attidentity = 'a'
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_type b ON b.oid = t.typbasetype
      WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
      """;

  /** Those that ON CONFLICT may name: whole, of columns only, checked at once. */
  private static final String KEYS =
      """
      SELECT ARRAY(SELECT a.attname::text FROM pg_attribute a
                   WHERE a.attrelid = i.indrelid AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1]))
      FROM pg_index i
      WHERE i.indrelid = ?::oid AND i.indisunique AND i.indisvalid AND i.indimmediate
        AND i.indpred IS NULL AND i.indexprs IS NULL
      """;

  private static final String REFERENCES =
      """
      SELECT conname || ' of ' || conrelid::regclass FROM pg_constraint
      WHERE confrelid = ?::oid AND contype = 'f' AND conparentid = 0 ORDER BY 1
      """;

  private final Connection connection;

  Catalogue(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /** Read again where an instance that migrates has put another in its place meanwhile. */
  Optional<Relation> find(String name) throws SQLException {
    Optional<Relation> found = read(name);
    while (!texts(OID, name).equals(List.of(found.map(Relation::oid).orElse(0L).toString()))) {
      found = read(name);
    }
    return found;
  }

  private Optional<Relation> read(String name) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(RELATION)) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(relation(row)) : Optional.empty();
      }
    }
  }

  /** Whether rows of the table stand in the way of a unique key of these columns. */
  boolean hasDuplicates(Relation table, List<String> key) throws SQLException {
    List<String> there = key.stream().filter(table.columns()::containsKey).toList();
    if (there.isEmpty() || table.keys().stream().anyMatch(there::containsAll)) {
      return false;
    }
    String names = String.join(", ", there.stream().map(Relation::quoted).toList());
    return isTrue(
        "SELECT EXISTS (SELECT 1 FROM %s GROUP BY %s HAVING count(*) > 1)"
            .formatted(table.quoted(), names));
  }

  boolean hasRows(String quoted) throws SQLException {
    return isTrue("SELECT EXISTS (SELECT 1 FROM " + quoted + ")");
  }

  /** The first column of a query's rows. */
  List<String> texts(String sql, Object... parameters) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        query.setObject(i + 1, parameters[i]);
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          texts.add(row.getString(1));
        }
      }
    }
    return texts;
  }

  private boolean isTrue(String sql) throws SQLException {
    return texts(sql).get(0).equals("t");
  }

  private Relation relation(ResultSet row) throws SQLException {
    long oid = row.getLong(1);
    return new Relation(
        oid,
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getBoolean(5),
        set(row.getArray(6)),
        set(row.getArray(7)),
        columns(oid),
        keys(oid),
        texts(REFERENCES, oid));
  }

  private Map<String, Attribute> columns(long oid) throws SQLException {
    Map<String, Attribute> columns = new LinkedHashMap<>();
    try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
      query.setLong(1, oid);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          columns.put(
              row.getString(1),
              new Attribute(
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  row.getBoolean(5),
                  row.getBoolean(6)));
        }
      }
    }
    return columns;
  }

  private List<Set<String>> keys(long oid) throws SQLException {
    List<Set<String>> keys = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(KEYS)) {
      query.setLong(1, oid);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          keys.add(set(row.getArray(1)));
        }
      }
    }
    return keys;
  }

  private static Set<String> set(Array array) throws SQLException {
    return Set.of((String[]) array.getArray());
  }
}
