package io.syncline.core.verify;

import io.syncline.core.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database as it was at one moment, read only and row by row. One thread at a time. */
final class Snapshot implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);
  private static final int ROWS_AT_ONCE = 5_000;

  /** Sorting a million rows takes longer than a statement of a run may. */
  private static final int LONGEST_MS = 120_000;

  private final Connection connection;
  private final OffsetDateTime takenAt;

  private Snapshot(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setNetworkTimeout(Runnable::run, LONGEST_MS);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL statement_timeout = " + LONGEST_MS);
      statement.execute("SET LOCAL idle_in_transaction_session_timeout = " + LONGEST_MS);
    }
    this.takenAt =
        Sql.first(connection, "SELECT now()", row -> row.getObject(1, OffsetDateTime.class))
            .orElseThrow();
  }

  static Snapshot of(DataSource database) throws SQLException {
    Connection connection = database.getConnection();
    try {
      return new Snapshot(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Not after the moment, by the server's clock. */
  OffsetDateTime takenAt() {
    return takenAt;
  }

  /**
   * Gives back the locks of what was read: a server has some thousand of them, and a table may have
   * as many partitions.
   */
  void release(Savepoint before) throws SQLException {
    connection.rollback(before);
    connection.releaseSavepoint(before);
  }

  Savepoint mark() throws SQLException {
    return connection.setSavepoint();
  }

  /** For a query that takes more than texts. */
  Connection connection() {
    return connection;
  }

  /** The rows of a query whose first column it is ordered by, by bytes, and whose key is second. */
  Rows rows(String sql, String... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setFetchSize(ROWS_AT_ONCE);
    for (int i = 0; i < parameters.length; i++) {
      statement.setString(i + 1, parameters[i]);
    }
    return new Rows(statement);
  }

  /** A snapshot only reads: one whose connection is gone is as good as closed. */
  @Override
  public void close() {
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      LOG.warn("snapshot not closed sqlstate={}", e.getSQLState());
    }
  }

  /** A row: what it is ordered by, its key for people, and the other columns. */
  record Row(String order, String key, List<String> values) {}

  /** The rows of a query one after the other. */
  static final class Rows implements AutoCloseable {
    private final PreparedStatement statement;
    private final ResultSet result;
    private final int width;
    private long count;

    private Rows(PreparedStatement statement) throws SQLException {
      this.statement = statement;
      this.result = statement.executeQuery();
      this.width = result.getMetaData().getColumnCount();
    }

    Optional<Row> next() throws SQLException {
      if (!result.next()) {
        return Optional.empty();
      }
      count++;
      List<String> values = new ArrayList<>(width - 2);
      for (int column = 3; column <= width; column++) {
        values.add(result.getString(column));
      }
      return Optional.of(new Row(result.getString(1), result.getString(2), values));
    }

    /** How many there were so far. */
    long count() {
      return count;
    }

    @Override
    public void close() throws SQLException {
      statement.close();
    }
  }
}
