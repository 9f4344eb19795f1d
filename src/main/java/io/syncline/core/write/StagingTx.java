package io.syncline.core.write;

import io.syncline.core.database.Database;
import io.syncline.core.database.Sql;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Binder;
import io.syncline.core.stream.Part;
import io.syncline.core.stream.Partitions;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.StreamRows;
import io.syncline.core.stream.StreamSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The transaction of staging in which a batch is composed: begun, and the run's lease is held. Who
 * locks asks for names first, then for rows, table by table, each once: no two ever wait for each
 * other. Where batches are rehearsed together nothing is locked, since it would be to the end of
 * all of them. One thread at a time.
 */
public final class StagingTx {
  /** So few that no server runs out of locks, however many names a batch has. */
  private static final int BUCKETS = 64;

  private static final String LOCK_NAMES =
      """
      SELECT pg_advisory_xact_lock(hashtext(?), bucket)
      FROM (SELECT DISTINCT hashtext(name) & ? AS bucket FROM unnest(?::text[]) AS n (name)
            ORDER BY bucket) AS buckets
      """;

  /** What is computed of a million rows takes longer than another statement of a run may. */
  private static final int LONGEST_MS = 120_000;

  private static final String PATIENCE = "SELECT set_config('statement_timeout', ?, true)";

  private final Database staging;
  private final Connection connection;
  private final ActiveRun run;
  private final UUID batch;
  private final Clock clock;
  private final boolean locking;
  private final JdbcClient client;
  private @Nullable Instant at;

  StagingTx(
      Database staging,
      Connection connection,
      ActiveRun run,
      UUID batch,
      Clock clock,
      boolean locking) {
    this.staging = staging;
    this.connection = connection;
    this.run = run;
    this.batch = batch;
    this.clock = clock;
    this.locking = locking;
    this.client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
  }

  public ActiveRun run() {
    return run;
  }

  /** The batch's id, for the rows of tables that only grow. */
  public UUID batch() {
    return batch;
  }

  /**
   * One moment for all that the batch writes: that of the first call, which is to come after what
   * is locked, as it is later then than what others wrote there.
   */
  public Instant at() {
    if (at == null) {
      at = clock.instant();
    }
    return at;
  }

  /** Reads anything, and writes tables that only staging has: those of streams are parts. */
  public JdbcClient client() {
    return client;
  }

  /**
   * Keeps others from looking for the same names until the transaction ends: whoever is to create
   * what is not there looks again after that.
   *
   * @param space what the names are of
   */
  public void lockNames(String space, Collection<String> names) {
    if (locking && !names.isEmpty()) {
      client
          .sql(LOCK_NAMES)
          .params(space, BUCKETS - 1, names.toArray(String[]::new))
          .query((row, number) -> number)
          .list();
    }
  }

  /**
   * Makes all that a table has of a prefix what a query answers: rows that it answers no more go.
   *
   * @param query selects the stream's columns in their order
   */
  public Derived derive(Stream stream, String prefix, String query, List<?> parameters) {
    String text = new StreamSql(stream, staging).derived(query);
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      Sql.exists(connection, PATIENCE, "" + LONGEST_MS);
      int usual = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, 2 * LONGEST_MS);
      Binder binder = new Binder(connection, statement);
      for (Object parameter : parameters) {
        binder.add(parameter);
      }
      binder.text(prefix);
      try (ResultSet row = statement.executeQuery()) {
        connection.setNetworkTimeout(Runnable::run, usual);
        row.next();
        Part part = Part.derived(stream, prefix);
        return new Derived(part, row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4));
      }
    } catch (SQLException e) {
      throw new UncategorizedSQLException("rows are not derived", text, e);
    }
  }

  /**
   * The rows of those keys as they are now, locked in the order of the keys against all but
   * references to them; whole rows in the order of the stream's columns. What is not there is left
   * out.
   */
  public List<SyncRecord> lockRows(Stream stream, Collection<? extends List<?>> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    List<SyncRecord> sought = keys.stream().map(key -> SyncRecord.of(key.toArray())).toList();
    Stream place = new Part(stream, sought).stream();
    StreamSql sql = new StreamSql(place, staging);
    String text = locking ? sql.locked() : sql.inOrder();
    try (PreparedStatement query = connection.prepareStatement(text)) {
      if (!Partitions.isThere(connection, staging, place)) {
        return List.of();
      }
      new Binder(connection, query).records(stream.key(), sought);
      return StreamRows.read(stream, query);
    } catch (SQLException e) {
      throw new UncategorizedSQLException("rows are not locked", text, e);
    }
  }
}
