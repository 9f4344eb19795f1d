package io.syncline.core.write;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.database.RowSecurity;
import io.syncline.core.database.Sql;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.relay.Outbox;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Batch;
import io.syncline.core.stream.BatchKeys;
import io.syncline.core.stream.Binder;
import io.syncline.core.stream.Look;
import io.syncline.core.stream.Partitions;
import io.syncline.core.stream.StagedCounts;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.StreamSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Runs the statements of {@link StreamSql} for batches. Threads may share it. */
@Component
final class BatchStatements {
  private static final String LEASED =
      """
      SELECT 1 FROM run_leases
      WHERE scope = ? AND fence = ? AND run_id = ? AND expires_at > clock_timestamp()
      """;

  private static final String PARTITIONED =
      "SELECT FROM pg_class WHERE oid = to_regclass(?) AND relkind = 'p'";
  private static final String LANE = "SELECT pg_advisory_xact_lock_shared(hashtext(?))";

  /** Sending fewer costs less than asking. */
  private static final int WORTH_A_LOOK = 16;

  private final Databases databases;
  private final Partitions partitions;
  private final Map<Stream, String> staging = new ConcurrentHashMap<>();
  private final Map<Stream, Texts> production = new ConcurrentHashMap<>();

  private record Texts(String announced, String raising) {}

  BatchStatements(Databases databases, Partitions partitions) {
    this.databases = databases;
    this.partitions = partitions;
  }

  /**
   * The counts of a committed batch; empty when the lease is not held or the batch was committed
   * before.
   */
  Optional<StagedCounts> stage(Connection connection, ActiveRun run, Batch batch)
      throws SQLException {
    return partitions.with(
        connection, databases.staging(), batch.stream(), () -> staged(connection, run, batch));
  }

  private Optional<StagedCounts> staged(Connection connection, ActiveRun run, Batch batch)
      throws SQLException {
    Stream stream = batch.stream();
    List<SyncRecord> wanted =
        isWorthALook(databases.staging(), run, batch)
            ? Look.wanted(connection, databases.staging(), batch)
            : batch.records();
    try (PreparedStatement statement = connection.prepareStatement(staging(connection, stream))) {
      Binder binder = new Binder(connection, statement);
      binder.add(run.scope()).add(run.fence()).add(run.id()).add(batch.id());
      binder.stamps(stream, batch.stampedAt()).records(stream.columns(), wanted);
      bindLedger(binder, run, batch);
      bindCursor(binder, run, batch);
      binder.add(stream.stagingOnly() ? 0 : 1).add(run.id());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        StagedCounts counts = new StagedCounts(row.getInt(1), row.getInt(2));
        run.tally().wrote(databases.staging(), batch, counts.created() + counts.updated());
        return Optional.of(counts);
      }
    }
  }

  /**
   * Where most of the batch before was there already, a database is asked what it lacks of this
   * one, and is sent only that; a first load asks nothing.
   */
  private static boolean isWorthALook(Database database, ActiveRun run, Batch batch) {
    return Look.isOf(batch.stream())
        && batch.records().size() >= WORTH_A_LOOK
        && run.tally().hadMost(database, batch);
  }

  /** Whether staging knows of no later run than this one. */
  boolean isLeased(ActiveRun run) {
    return Sql.on(
        databases.staging(),
        staging -> Sql.exists(staging, LEASED, run.scope(), run.fence(), run.id()));
  }

  /**
   * How many rows production wrote; empty when the run may not write any more. A batch that is
   * there already is left as it is, and counts as written.
   */
  Optional<Integer> apply(Connection connection, ActiveRun run, Batch batch) throws SQLException {
    if (!batch.stream().adds()) {
      return applyInLane(connection, run, batch);
    }
    return partitions.with(
        connection,
        databases.production(),
        batch.stream(),
        () ->
            isWorthALook(databases.production(), run, batch)
                ? applyLooking(connection, run, batch)
                : applyAlone(connection, run, batch, batch.records()));
  }

  /** The relay may be about to commit what staging held before: the lane is taken before that. */
  private Optional<Integer> applyLooking(Connection connection, ActiveRun run, Batch batch)
      throws SQLException {
    return Sql.inTransaction(
        connection,
        () -> {
          Sql.exists(connection, LANE, batch.stream().table());
          List<SyncRecord> wanted = Look.wanted(connection, databases.production(), batch);
          return applyAlone(connection, run, batch, wanted);
        });
  }

  private Optional<Integer> applyAlone(
      Connection connection, ActiveRun run, Batch batch, List<SyncRecord> wanted)
      throws SQLException {
    Texts texts = production(batch.stream());
    Optional<Integer> written = apply(connection, run, batch, wanted, texts.announced());
    return written.isPresent() ? written : apply(connection, run, batch, wanted, texts.raising());
  }

  /** An update judges rows as they were when its statement began: the lane is taken before that. */
  private Optional<Integer> applyInLane(Connection connection, ActiveRun run, Batch batch)
      throws SQLException {
    Stream stream = batch.stream();
    return Sql.inTransaction(
        connection,
        () -> {
          Sql.exists(connection, LANE, stream.table());
          RowSecurity.requireUpdatable(
              connection, "production", stream.tableIn(databases.production()));
          return applyAlone(connection, run, batch, batch.records());
        });
  }

  private Optional<Integer> apply(
      Connection connection, ActiveRun run, Batch batch, List<SyncRecord> wanted, String text)
      throws SQLException {
    Stream stream = batch.stream();
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      Binder binder = new Binder(connection, statement);
      binder.add(stream.table()).add(run.fenceRow()).add(run.fence());
      binder.add(batch.id()).add(run.id()).add(stream.table()).add(batch.records().size());
      binder.add(run.installation());
      binder.stamps(stream, batch.stampedAt()).records(stream.columns(), wanted);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (row.getInt("fenced") == 0) {
          return Optional.empty();
        }
        if (row.getInt("applied") == 0) {
          return Optional.of(batch.records().size());
        }
        run.tally().wrote(databases.production(), batch, row.getInt("written"));
        return Optional.of(row.getInt("written"));
      }
    }
  }

  private static void bindLedger(Binder binder, ActiveRun run, Batch batch) throws SQLException {
    Stream stream = batch.stream();
    binder.add(batch.id()).add(run.id()).add(run.tally().nextBatch());
    binder.add(run.pipeline()).add(stream.name()).add(run.scope()).add(run.fence());
    boolean isOfProduction = batch.isOfProduction();
    binder.add(stream.table()).text(isOfProduction || stream.stagingOnly() ? "upsert" : "staging");
    binder.text(BatchKeys.of(batch).toString());
    binder.text(batch.marks().map(Object::toString).orElse(null));
    binder.add(isOfProduction ? Outbox.PENDING : Outbox.APPLIED);
    binder.add(batch.records().size());
  }

  private static void bindCursor(Binder binder, ActiveRun run, Batch batch) throws SQLException {
    binder.text(run.pipeline());
    binder.text(batch.cursor().map(Batch.CursorMove::stream).orElse(null));
    binder.text(run.scope());
    binder.text(batch.cursor().map(c -> c.value().toString()).orElse(null));
    binder.add(run.id());
  }

  /** Which of two texts serves is asked of the server once; all partitions have one text. */
  private String staging(Connection connection, Stream written) throws SQLException {
    Stream stream = written.whole();
    String text = staging.get(stream);
    if (text == null) {
      Database database = databases.staging();
      boolean partitioned = Sql.exists(connection, PARTITIONED, stream.tableIn(database));
      text = new StreamSql(stream, database).staging(partitioned);
      staging.put(stream, text);
    }
    return text;
  }

  private Texts production(Stream stream) {
    return production.computeIfAbsent(
        stream.whole(),
        u -> {
          StreamSql sql = new StreamSql(u, databases.production());
          return new Texts(sql.production(), sql.productionRaisingFence());
        });
  }
}
