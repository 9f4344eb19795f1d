package io.syncline.core.relay;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.database.Databases;
import io.syncline.core.database.RowSecurity;
import io.syncline.core.error.SqlFailures;
import io.syncline.core.letter.DeadLetters;
import io.syncline.core.record.StoredJson;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.relay.RelayStreams.Copied;
import io.syncline.core.stream.Batch;
import io.syncline.core.stream.BatchKeys;
import io.syncline.core.stream.Binder;
import io.syncline.core.stream.KeptBack;
import io.syncline.core.stream.KeyTypes;
import io.syncline.core.stream.Memory;
import io.syncline.core.stream.PartKeys;
import io.syncline.core.stream.Partitions;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.StreamRows;
import io.syncline.core.stream.StreamSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Copies the rows of one pending batch from staging to production, inside the lane's transaction.
 */
@Component
public final class RelayCopy {
  private static final String WRITTEN = "upsert";

  /** Rows to be as staging holds them, whatever a batch remembers of them. */
  public static final String COPY = "copy";

  /** The same, after what production has of them was taken away. */
  public static final String TOMBSTONES = "delete";

  private static final int ROWS_AT_ONCE = 4_000;

  private final Databases databases;
  private final RelayEntry entry;
  private final DeadLetters deadLetters;
  private final RelaySettings settings;
  private final RelayShortage shortage;
  private final Partitions partitions;
  private final KeyTypes types = new KeyTypes();

  RelayCopy(
      Databases databases,
      RelayEntry entry,
      DeadLetters deadLetters,
      RelaySettings settings,
      RelayShortage shortage,
      Partitions partitions) {
    this.databases = databases;
    this.entry = entry;
    this.deadLetters = deadLetters;
    this.settings = settings;
    this.shortage = shortage;
    this.partitions = partitions;
  }

  /** Answers how many records became dead letters, because production refused them for good. */
  int deliver(Connection staging, Connection production, Stream stream, PendingBatch batch)
      throws SQLException {
    if (!entry.isNew(production, batch)) {
      return 0;
    }
    JsonNode keys = StoredJson.read(batch.keys());
    if (batch.kind().equals(TOMBSTONES)) {
      delete(production, stream, keys);
    }
    Stream typed = types.of(staging, databases.staging(), stream);
    StreamSql there = new StreamSql(typed, databases.staging());
    String text = batch.kind().equals(WRITTEN) ? there.current() : there.held();
    List<SyncRecord> rows = rows(staging, stream, text, keys);
    if (batch.kind().equals(WRITTEN) && rows.size() < batch.rows()) {
      shortage.note(staging, production, batch, rows.size());
    }
    return writeAll(staging, production, stream, batch, rows);
  }

  /** The same of a batch that wrote to several tables: all of it, in its order. */
  int deliver(Connection staging, Connection production, List<Copied> parts, PendingBatch batch)
      throws SQLException {
    if (!entry.isNew(production, batch)) {
      return 0;
    }
    int buried = 0;
    int missing = 0;
    for (Copied part : parts) {
      List<SyncRecord> rows = current(staging, part.stream(), part.keys(), batch.id());
      missing += Math.max(0, part.keys().rows() - rows.size());
      if (part.keys().memory() == Memory.PREFIX) {
        deleteOthers(production, part.stream(), part.keys().keys(), rows);
      }
      buried += writeAll(staging, production, part.stream(), batch, rows);
    }
    if (missing > 0) {
      shortage.note(staging, production, batch, batch.rows() - missing);
    }
    return buried;
  }

  private int writeAll(
      Connection staging,
      Connection production,
      Stream stream,
      PendingBatch batch,
      List<SyncRecord> rows)
      throws SQLException {
    int buried = 0;
    for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
      List<SyncRecord> part = rows.subList(from, Math.min(from + ROWS_AT_ONCE, rows.size()));
      buried += write(staging, production, stream, batch, part);
    }
    return buried;
  }

  private int write(
      Connection staging,
      Connection production,
      Stream stream,
      PendingBatch batch,
      List<SyncRecord> rows)
      throws SQLException {
    Savepoint before = production.setSavepoint();
    try {
      List<SyncRecord> absent = insert(production, stream, batch.runId(), rows);
      production.releaseSavepoint(before);
      for (SyncRecord row : absent) {
        bury(staging, stream, batch, row, DeadLetters.KEPT_BACK);
      }
      return absent.size();
    } catch (SQLException e) {
      boolean lastTry = batch.attempts() + 1 >= settings.triesOnRefusedData();
      boolean tooMany = !stream.adds() && "57014".equals(e.getSQLState());
      if (!lastTry || !(tooMany || SqlFailures.isAboutData(e))) {
        throw e;
      }
      production.rollback(before);
      if (rows.size() == 1) {
        bury(staging, stream, batch, rows.get(0), DeadLetters.words(e));
        return 1;
      }
      int middle = rows.size() / 2;
      return write(staging, production, stream, batch, rows.subList(0, middle))
          + write(staging, production, stream, batch, rows.subList(middle, rows.size()));
    }
  }

  private void bury(
      Connection staging, Stream stream, PendingBatch batch, SyncRecord row, String reason)
      throws SQLException {
    Object[] columns = new Object[stream.columns().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = row.value(i);
    }
    Batch one = Batch.alone(batch.id(), stream, SyncRecord.of(columns));
    deadLetters.insert(
        staging,
        new DeadLetters.Letter(
            batch.runId(),
            batch.pipeline(),
            one,
            databases.production().name(),
            reason,
            DeadLetters.Counted.NOT));
  }

  /**
   * Answers what a trigger kept back. What a constraint would check at the commit only is checked
   * here: it is a record's fault.
   */
  List<SyncRecord> insert(Connection production, Stream stream, UUID run, List<SyncRecord> rows)
      throws SQLException {
    if (!stream.adds()) {
      RowSecurity.requireUpdatable(
          production, "production", stream.tableIn(databases.production()));
    }
    partitions.require(production, databases.production(), stream);
    String text = new StreamSql(stream, databases.production()).copied();
    try (PreparedStatement statement = production.prepareStatement(text);
        Statement constraints = production.createStatement()) {
      new Binder(production, statement).records(stream.columns(), rows).stampsOfEach(stream, rows);
      int written = statement.executeUpdate();
      constraints.execute("SET CONSTRAINTS ALL IMMEDIATE");
      return deadLetters.keptBack(production, run, new KeptBack.Sent(stream, rows, written));
    }
  }

  private void delete(Connection production, Stream stream, JsonNode keys) throws SQLException {
    Stream typed = types.of(production, databases.production(), stream);
    String text = new StreamSql(typed, databases.production()).deleted();
    try (PreparedStatement statement = production.prepareStatement(text)) {
      BatchKeys.bind(production, statement, stream, keys);
      statement.executeUpdate();
    }
  }

  /** Takes away what production has of a prefix beside the rows that staging holds of it. */
  public void deleteOthers(
      Connection production, Stream stream, JsonNode prefix, List<SyncRecord> rows)
      throws SQLException {
    Stream typed = types.of(production, databases.production(), stream);
    String text = new StreamSql(typed, databases.production()).deletedOthers();
    try (PreparedStatement statement = production.prepareStatement(text)) {
      BatchKeys.bind(production, statement, stream, prefix);
      new Binder(production, statement, stream.remembered().size() + 1).records(stream.key(), rows);
      statement.executeUpdate();
    }
  }

  /** What a run's batches wrote, as staging has it now. */
  List<SyncRecord> current(Connection staging, Stream stream, JsonNode keys) throws SQLException {
    Stream typed = types.of(staging, databases.staging(), stream);
    return rows(staging, stream, new StreamSql(typed, databases.staging()).current(), keys);
  }

  /** What a composed batch wrote to a table, as staging has it now. */
  public List<SyncRecord> current(Connection staging, Stream stream, PartKeys part, UUID batch)
      throws SQLException {
    partitions.require(staging, databases.staging(), stream);
    Stream typed = types.of(staging, databases.staging(), stream);
    try (PreparedStatement query =
        staging.prepareStatement(part.current(typed, databases.staging()))) {
      part.bind(staging, query, stream, batch);
      return StreamRows.read(stream, query);
    }
  }

  /** A batch that only moved a cursor is of no partition. */
  private List<SyncRecord> rows(Connection staging, Stream stream, String text, JsonNode keys)
      throws SQLException {
    if (stream.isPartitioned() && !stream.isPartition()) {
      return List.of();
    }
    partitions.require(staging, databases.staging(), stream);
    try (PreparedStatement query = staging.prepareStatement(text)) {
      BatchKeys.bind(staging, query, stream, keys);
      return StreamRows.read(stream, query);
    }
  }
}
