package io.syncline.core.stream;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Streams of tables that people have made and change: what columns there are is asked of the
 * databases, and asked again after a few seconds. Threads may share it.
 */
@Component
public final class TableStreams {
  private static final Logger LOG = LoggerFactory.getLogger(TableStreams.class);
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** A type with a modifier of -1 is one that neither cuts nor pads: see {@link Column#own}. */
  private static final String COLUMNS =
      """
      SELECT a.attname AS name, format_type(a.atttypid, -1) AS type,
             CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod)
                  ELSE format_type(a.atttypid, a.atttypmod) END AS declared,
             t.typcategory AS category,
             a.attnotnull AS required, a.atthasdef OR a.attidentity <> '' AS defaulted,
             a.attgenerated <> '' AS generated,
             b.typcategory <> 'G' AND b.typname NOT IN ('json', 'xml') AS comparable
      FROM pg_attribute a
      JOIN pg_type t ON t.oid = a.atttypid
      JOIN pg_type d ON d.oid = CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END
      JOIN pg_type b ON b.oid = CASE d.typcategory WHEN 'A' THEN d.typelem ELSE d.oid END
      WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  private final Databases databases;
  private final Map<String, Looked> looked = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<List<TableColumn>>> asking =
      new ConcurrentHashMap<>();

  TableStreams(Databases databases) {
    this.databases = databases;
  }

  /** What a table was like in one of the databases. */
  private record Looked(long at, List<TableColumn> columns) {
    boolean isFresh() {
      return System.nanoTime() - at < LOOK.toNanos();
    }
  }

  /**
   * A stream of the whole rows of a table that bears the same name in both databases; none while
   * staging has no such table with that key. A column that production lacks, or that is computed,
   * has no part in it.
   */
  public Optional<Stream> of(String name, String table, List<String> key) {
    List<TableColumn> there = columns(table);
    Set<String> names = there.stream().map(TableColumn::name).collect(Collectors.toSet());
    if (!names.containsAll(key)) {
      return Optional.empty();
    }
    List<Column> columns = new ArrayList<>();
    key.forEach(
        it ->
            there.stream().filter(c -> c.name().equals(it)).forEach(c -> columns.add(c.column())));
    there.stream().filter(c -> !key.contains(c.name())).forEach(c -> columns.add(c.column()));
    return Optional.of(Stream.into(name, table, key.size(), columns).unprefixed().bare().sharing());
  }

  /** The columns that both databases have and that can be written, in staging's order. */
  public List<TableColumn> columns(String table) {
    List<TableColumn> staging = look(databases.staging(), table);
    Set<String> production =
        ofProduction(table).stream()
            .filter(column -> !column.generated())
            .map(TableColumn::name)
            .collect(Collectors.toSet());
    return staging.stream()
        .filter(column -> !column.generated())
        .filter(column -> production.isEmpty() || production.contains(column.name()))
        .toList();
  }

  /** While production is away nothing is written there: staging's columns will do. */
  private List<TableColumn> ofProduction(String table) {
    try {
      return look(databases.production(), table);
    } catch (RuntimeException e) {
      LOG.debug("production's columns are not known table={}", table);
      return List.of();
    }
  }

  /** One at a time asks; the others go by what was known before, or wait for the answer. */
  private List<TableColumn> look(Database database, String table) {
    String name = database.name() + "/" + table;
    Looked last = looked.get(name);
    if (last != null && last.isFresh()) {
      return last.columns();
    }
    CompletableFuture<List<TableColumn>> mine = new CompletableFuture<>();
    CompletableFuture<List<TableColumn>> before = asking.putIfAbsent(name, mine);
    if (before != null) {
      return last == null ? answer(before) : last.columns();
    }
    mine.completeAsync(() -> ask(database, table, name, last), Runnable::run);
    asking.remove(name, mine);
    return answer(mine);
  }

  private static List<TableColumn> answer(CompletableFuture<List<TableColumn>> asked) {
    try {
      return asked.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** What was known before stands while a database is away. */
  private List<TableColumn> ask(
      Database database, String table, String name, @Nullable Looked last) {
    try {
      List<TableColumn> columns = Sql.on(database, connection -> read(connection, table));
      looked.put(name, new Looked(System.nanoTime(), columns));
      return columns;
    } catch (RuntimeException e) {
      if (last == null) {
        throw e;
      }
      looked.put(name, new Looked(System.nanoTime(), last.columns()));
      return last.columns();
    }
  }

  private static List<TableColumn> read(Connection connection, String table) throws SQLException {
    return Sql.all(connection, COLUMNS, TableStreams::column, '"' + table + '"');
  }

  private static TableColumn column(ResultSet row) throws SQLException {
    return new TableColumn(
        row.getString("name"),
        row.getString("type"),
        row.getString("declared"),
        row.getString("category"),
        row.getBoolean("required"),
        row.getBoolean("defaulted"),
        row.getBoolean("generated"),
        row.getBoolean("comparable"));
  }
}
