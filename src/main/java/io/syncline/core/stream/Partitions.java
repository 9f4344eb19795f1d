package io.syncline.core.stream;

import io.syncline.core.database.Database;
import io.syncline.core.database.Sql;
import io.syncline.core.error.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes a partition when the first row of its value comes. The table stays open to its writers
 * meanwhile: a partition is made beside it and attached, which waits for others who attach one.
 * Threads may share it.
 */
@Component
public final class Partitions {
  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
  private static final String NO_PARTITION = "23514";
  private static final String NO_PLACE = "42P17";
  private static final String AGAIN = "40001";

  /** Where the server was when it refused a row that has no partition. */
  private static final String LOOKING_FOR_ONE = "ExecFindPartition";

  /**
   * Asks the rows: a session that has not found a name before, and waited for whoever made it, may
   * be told by {@code to_regclass} in the same transaction that there is still none.
   */
  private static final String THERE =
      """
      SELECT FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid
      WHERE c.relname = (parse_ident(?))[1] AND i.inhparent = to_regclass(?)
      """;

  private static final String LOCKED = "SELECT pg_advisory_xact_lock(hashtext(?))";

  /**
   * A partition is seen by queries a moment before sessions are told to look for it, and a row of
   * it has no place until then. Its maker gives the lock back after both.
   */
  private static final String TOLD =
      """
      SELECT pg_advisory_lock_shared(k), pg_advisory_unlock_shared(k) FROM (SELECT hashtext(?)::bigint AS k) AS key
      """;

  /** Whether policies protect the table: they do not follow into a query of a partition. */
  private static final String WHOLE =
      """
      SELECT quote_ident(n.nspname) || '.', c.relrowsecurity
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = to_regclass(?)
      """;

  /** Whether a table of that name could be attached as it is, such as one that was detached. */
  private static final String ALIKE =
      """
      SELECT NOT EXISTS (
          SELECT attname, atttypid FROM pg_attribute
          WHERE attrelid = ANY (ARRAY[to_regclass(?), to_regclass(?)]) AND attnum > 0 AND NOT attisdropped
          GROUP BY 1, 2 HAVING count(*) < 2)
      WHERE to_regclass(?) IS NOT NULL
      """;

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** Writes rows of a stream, the partition of which is there. */
  public <T> T with(Connection connection, Database database, Stream stream, Sql.Work<T> write)
      throws SQLException {
    if (!stream.isPartition()) {
      return write.done();
    }
    require(connection, database, stream);
    try {
      return write.done();
    } catch (SQLException e) {
      if (!NO_PARTITION.equals(e.getSQLState()) || !connection.getAutoCommit()) {
        throw e;
      }
      if (isThere(connection, database, stream)) {
        throw isUntold(e) ? again(connection, database, stream, e) : e;
      }
      known.remove(database.name() + "/" + stream.table()); // restored, or taken away by hand
      require(connection, database, stream);
      return write.done();
    }
  }

  /** A check that a value fails, or a trigger that says so, has the same SQLSTATE. */
  private static boolean isUntold(SQLException e) {
    return e instanceof PSQLException refused
        && refused.getServerErrorMessage() != null
        && LOOKING_FOR_ONE.equals(refused.getServerErrorMessage().getRoutine());
  }

  /**
   * A session that was looking through the partitions while one was attached may not have it. No
   * value was refused: the batch is tried again, by another session.
   */
  private static SQLException again(
      Connection connection, Database database, Stream stream, SQLException e) {
    LOG.info("a session lacks a partition database={} table={}", database.name(), stream.table());
    database.discard(connection);
    return new SQLException("a session lacks the partition " + stream.table(), AGAIN, e);
  }

  /** Makes sure that there is a partition; in the transaction that is open, if one is. */
  public void require(Connection connection, Database database, Stream stream) throws SQLException {
    if (!stream.isPartition()) {
      return;
    }
    if (!connection.getAutoCommit()) {
      make(connection, database, stream);
      return;
    }
    String name = database.name() + "/" + stream.table();
    if (!known.contains(name)) {
      Sql.inTransaction(connection, () -> make(connection, database, stream));
      known.add(name);
    }
  }

  /** Whether a stream's rows of that database have a place. */
  public static boolean isThere(Connection connection, Database database, Stream stream)
      throws SQLException {
    return !stream.isPartition()
        || Sql.exists(
            connection, THERE, stream.tableIn(database), stream.whole().tableIn(database));
  }

  private boolean make(Connection connection, Database database, Stream stream)
      throws SQLException {
    String whole = stream.whole().tableIn(database);
    if (isThere(connection, database, stream)) {
      String name = database.name() + "/" + stream.table();
      if (!known.contains(name)) {
        Sql.exists(connection, TOLD, "partitions of " + whole);
        known.add(name);
      }
      return false;
    }
    Sql.exists(connection, LOCKED, "partitions of " + whole);
    if (isThere(connection, database, stream)) {
      return false;
    }
    record Whole(String schema, boolean secured) {}
    Whole found =
        Sql.first(connection, WHOLE, row -> new Whole(row.getString(1), row.getBoolean(2)), whole)
            .orElseThrow(() -> new SQLException("there is no " + whole, "42P01"));
    String table = found.schema() + stream.tableIn(database);
    String of = found.schema() + whole;
    if (!isTaken(connection, table, of)) {
      Sql.update(connection, "CREATE TABLE %s (LIKE %s INCLUDING ALL)".formatted(table, of));
      if (found.secured()) {
        Sql.update(connection, "ALTER TABLE %s ENABLE ROW LEVEL SECURITY".formatted(table));
      }
    }
    attach(connection, of, table, stream);
    LOG.info("partition made database={} table={}", database.name(), stream.table());
    return true;
  }

  /**
   * Rows of a table that was there before may have no place in the partition. They are none of the
   * batch's, which would be taken for refused row by row.
   */
  private static void attach(Connection connection, String whole, String table, Stream stream)
      throws SQLException {
    UUID value = stream.manner().parts().flatMap(Partitioning::value).orElseThrow();
    try {
      Sql.update(
          connection,
          "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES IN ('%s')".formatted(whole, table, value));
    } catch (SQLException e) {
      if (!SqlFailures.isAboutData(e)) {
        throw e;
      }
      LOG.error("a table cannot be taken in table={} sqlstate={}", table, e.getSQLState());
      throw new SQLException(table + " cannot be a partition of " + whole, NO_PLACE, e);
    }
  }

  /**
   * Whether a table of that name is there and can be attached. One of another shape, such as those
   * of a service before us, steps aside with all its rows, rights and views.
   */
  private static boolean isTaken(Connection connection, String table, String whole)
      throws SQLException {
    Optional<Boolean> alike =
        Sql.first(connection, ALIKE, row -> row.getBoolean(1), table, whole, table);
    if (alike.isPresent() && !alike.get()) {
      String aside = table.substring(table.indexOf('.') + 1).replaceAll("\"$", "_before\"");
      Sql.update(connection, "ALTER TABLE %s RENAME TO %s".formatted(table, aside));
      LOG.warn("a table of another shape was renamed table={} name={}", table, aside);
      return false;
    }
    return alike.isPresent();
  }
}
