package io.syncline.core.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.database.Databases;
import io.syncline.core.database.RowSecurity;
import io.syncline.core.error.SqlFailures;
import io.syncline.core.letter.DeadLetters;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.Fence;
import io.syncline.core.run.ProductionFences;
import io.syncline.core.stream.Batch;
import io.syncline.core.stream.BatchKeys;
import io.syncline.core.stream.Binder;
import io.syncline.core.stream.KeptBack;
import io.syncline.core.stream.KeyTypes;
import io.syncline.core.stream.SqlType;
import io.syncline.core.stream.Upsert;
import io.syncline.core.stream.UpsertSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Copies the rows of one pending batch from staging to production, inside the lane's transaction.
 */
@Component
public final class RelayCopy {
  private static final String APPLIED =
      """
      INSERT INTO sync_applied (batch_id, run_id, table_name, rows, installation) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (batch_id) DO NOTHING
      """;
  private static final String FENCE =
      """
      INSERT INTO sync_fence AS f (scope, fence) VALUES (?, ?)
      ON CONFLICT (scope) DO UPDATE SET fence = excluded.fence, updated_at = now()
      WHERE f.fence < excluded.fence
      """;
  private static final String WRITTEN = "upsert";

  /** Rows to be as staging holds them, whatever a batch remembers of them. */
  public static final String COPY = "copy";

  /** The same, after what production has of them was taken away. */
  public static final String TOMBSTONES = "delete";

  private static final int ROWS_AT_ONCE = 4_000;

  private final Databases databases;
  private final ProductionFences fences;
  private final DeadLetters deadLetters;
  private final ObjectMapper json;
  private final RelaySettings settings;
  private final RelayShortage shortage;
  private final KeyTypes types = new KeyTypes();

  RelayCopy(
      Databases databases,
      ProductionFences fences,
      DeadLetters deadLetters,
      ObjectMapper json,
      RelaySettings settings,
      RelayShortage shortage) {
    this.databases = databases;
    this.fences = fences;
    this.deadLetters = deadLetters;
    this.json = json;
    this.settings = settings;
    this.shortage = shortage;
  }

  /** Answers how many records became dead letters, because production refused them for good. */
  int deliver(Connection staging, Connection production, Upsert upsert, PendingBatch batch)
      throws SQLException {
    raiseFence(production, batch);
    if (!isNew(production, upsert, batch)) {
      return 0;
    }
    JsonNode keys = keys(batch);
    if (batch.kind().equals(TOMBSTONES)) {
      delete(production, upsert, keys);
    }
    Upsert typed = types.of(staging, databases.staging(), upsert);
    UpsertSql there = new UpsertSql(typed, databases.staging());
    String text = batch.kind().equals(WRITTEN) ? there.current() : there.held();
    List<SyncRecord> rows = rows(staging, upsert, text, keys);
    if (batch.kind().equals(WRITTEN) && rows.size() < batch.rows()) {
      shortage.note(staging, production, batch, rows.size());
    }
    int buried = 0;
    for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
      List<SyncRecord> part = rows.subList(from, Math.min(from + ROWS_AT_ONCE, rows.size()));
      buried += write(staging, production, upsert, batch, part);
    }
    return buried;
  }

  /** A run that was superseded while production was away must find itself refused there (W7). */
  void raiseFence(Connection production, PendingBatch batch) throws SQLException {
    try (PreparedStatement statement = production.prepareStatement(FENCE)) {
      new Binder(production, statement)
          .add(Fence.row(fences.installation(), batch.scope()))
          .add(batch.fence());
      statement.executeUpdate();
    }
  }

  private boolean isNew(Connection production, Upsert upsert, PendingBatch batch)
      throws SQLException {
    try (PreparedStatement statement = production.prepareStatement(APPLIED)) {
      new Binder(production, statement)
          .add(batch.id())
          .add(batch.runId())
          .add(upsert.table())
          .add(batch.rows())
          .add(fences.installation());
      return statement.executeUpdate() == 1;
    }
  }

  private int write(
      Connection staging,
      Connection production,
      Upsert upsert,
      PendingBatch batch,
      List<SyncRecord> rows)
      throws SQLException {
    Savepoint before = production.setSavepoint();
    try {
      List<SyncRecord> absent = insert(production, upsert, batch.runId(), rows);
      production.releaseSavepoint(before);
      for (SyncRecord row : absent) {
        bury(staging, upsert, batch, row, DeadLetters.KEPT_BACK);
      }
      return absent.size();
    } catch (SQLException e) {
      boolean lastTry = batch.attempts() + 1 >= settings.triesOnRefusedData();
      boolean tooMany = !upsert.adds() && "57014".equals(e.getSQLState());
      if (!lastTry || !(tooMany || SqlFailures.isAboutData(e))) {
        throw e;
      }
      production.rollback(before);
      if (rows.size() == 1) {
        bury(staging, upsert, batch, rows.get(0), DeadLetters.words(e));
        return 1;
      }
      int middle = rows.size() / 2;
      return write(staging, production, upsert, batch, rows.subList(0, middle))
          + write(staging, production, upsert, batch, rows.subList(middle, rows.size()));
    }
  }

  private void bury(
      Connection staging, Upsert upsert, PendingBatch batch, SyncRecord row, String reason)
      throws SQLException {
    Object[] columns = new Object[upsert.columns().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = row.value(i);
    }
    Batch one = Batch.alone(batch.id(), upsert, SyncRecord.of(columns));
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
  List<SyncRecord> insert(Connection production, Upsert upsert, UUID run, List<SyncRecord> rows)
      throws SQLException {
    if (!upsert.adds()) {
      RowSecurity.requireUpdatable(
          production, "production", upsert.tableIn(databases.production()));
    }
    String text = new UpsertSql(upsert, databases.production()).copied();
    try (PreparedStatement statement = production.prepareStatement(text);
        Statement constraints = production.createStatement()) {
      new Binder(production, statement).records(upsert.columns(), rows).stampsOfEach(upsert, rows);
      int written = statement.executeUpdate();
      constraints.execute("SET CONSTRAINTS ALL IMMEDIATE");
      return deadLetters.keptBack(production, run, new KeptBack.Sent(upsert, rows, written));
    }
  }

  private void delete(Connection production, Upsert upsert, JsonNode keys) throws SQLException {
    Upsert typed = types.of(production, databases.production(), upsert);
    String text = new UpsertSql(typed, databases.production()).deleted();
    try (PreparedStatement statement = production.prepareStatement(text)) {
      BatchKeys.bind(production, statement, upsert, keys);
      statement.executeUpdate();
    }
  }

  /** What a run's batches wrote, as staging has it now. */
  List<SyncRecord> current(Connection staging, Upsert upsert, JsonNode keys) throws SQLException {
    Upsert typed = types.of(staging, databases.staging(), upsert);
    return rows(staging, upsert, new UpsertSql(typed, databases.staging()).current(), keys);
  }

  private static List<SyncRecord> rows(
      Connection staging, Upsert upsert, String text, JsonNode keys) throws SQLException {
    List<SyncRecord> rows = new ArrayList<>();
    try (PreparedStatement query = staging.prepareStatement(text)) {
      BatchKeys.bind(staging, query, upsert, keys);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          rows.add(record(upsert, row));
        }
      }
    }
    return rows;
  }

  /** The columns of the record, then the time stamps as text. */
  private static SyncRecord record(Upsert upsert, ResultSet row) throws SQLException {
    int width = upsert.columns().size();
    Object[] values = new Object[width + upsert.stamps().size()];
    for (int i = 0; i < values.length; i++) {
      SqlType type = i < width ? upsert.columns().get(i).type() : SqlType.TEXT;
      values[i] =
          switch (type) {
            case INTEGER -> row.getObject(i + 1, Integer.class);
            case BOOLEAN -> row.getObject(i + 1, Boolean.class);
            case DATE -> row.getObject(i + 1, LocalDate.class);
            case TEXT, NUMERIC, TIMESTAMP, TIMESTAMPTZ, UUID, JSONB -> row.getString(i + 1);
          };
    }
    return SyncRecord.of(values);
  }

  private JsonNode keys(PendingBatch batch) {
    try {
      return json.readTree(batch.keys());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("keys of batch " + batch.id() + " are not JSON", e);
    }
  }
}
