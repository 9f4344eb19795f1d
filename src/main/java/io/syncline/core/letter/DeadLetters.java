package io.syncline.core.letter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.SqlFailures;
import io.syncline.core.record.StorableText;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Batch;
import io.syncline.core.stream.Binder;
import io.syncline.core.stream.KeptBack;
import io.syncline.core.stream.LetterKey;
import io.syncline.core.stream.Stream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Keeps records that a database refused, with the reason, so that they can be replayed. */
@Component
public final class DeadLetters {
  private static final String KEEP =
      """
      WITH letter AS (
          INSERT INTO sync_dead_letters
              (run_id, batch_id, pipeline, stream, table_name, destination, record_key, record, kind, error)
          SELECT l.run_id, l.batch_id, l.pipeline, l.stream, l.table_name, l.destination, l.record_key,
                 l.record::jsonb, l.kind, l.error
          FROM (VALUES (?::uuid, ?::uuid, ?, ?, ?, ?, ?, ?, ?, ?)) AS l
              (run_id, batch_id, pipeline, stream, table_name, destination, record_key, record, kind, error)
          WHERE NOT EXISTS (
              SELECT 1 FROM sync_dead_letters k
              WHERE k.batch_id = l.batch_id AND md5(k.record_key) = md5(l.record_key)
                AND k.destination = l.destination)
          RETURNING run_id, batch_id
      ), kept_back AS (
          UPDATE run_batches b SET rows = b.rows + c.n, rows_unchanged = b.rows_unchanged + c.n
          FROM letter, (VALUES (?::int)) AS c (n) WHERE b.id = letter.batch_id AND c.n <> 0
      )
      UPDATE sync_runs s
      SET rows_processed = s.rows_processed + ?, rows_failed = s.rows_failed + ?,
          rows_unchanged = s.rows_unchanged + ?
      FROM letter WHERE s.id = letter.run_id
      """;

  public static final String KEPT_BACK = "a trigger of the table kept it back without an error";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private final Databases databases;
  private final KeptBack keptBack;
  private final LetterClosing closing;

  DeadLetters(Databases databases, KeptBack keptBack, LetterClosing closing) {
    this.databases = databases;
    this.keptBack = keptBack;
    this.closing = closing;
  }

  /** Keeps the one record of a batch that staging refused, and counts it as failed. */
  public void keep(ActiveRun run, Batch batch, SQLException reason) {
    String key = key(batch.stream(), batch.records().get(0));
    try (Connection connection = databases.staging().pool().getConnection()) {
      String destination = databases.staging().name();
      insert(
          connection,
          new Letter(run.id(), run.pipeline(), batch, destination, words(reason), Counted.NEW));
    } catch (SQLException e) {
      throw SqlFailures.translate("staging", e);
    }
    // Only now: what fails above is tried again, and must not be counted twice.
    run.trouble(ErrorKind.DB, key, "Staging store for " + key + " refused: " + words(reason));
  }

  /** A batch is committed in a database: it may be what letters of its keys waited for. */
  public void written(Batch batch, String destination) {
    Stream stream = batch.stream();
    closing.written(
        stream,
        destination,
        batch.id(),
        () -> batch.records().stream().map(record -> LetterKey.of(key(stream, record))));
  }

  /**
   * Keeps what a trigger of a database kept back of a batch that it took; answers what was found.
   * Staging counted it as unchanged.
   */
  public KeptBack.Found keepBack(ActiveRun run, Database database, Batch batch, int written) {
    try {
      KeptBack.Found found =
          keptBack.of(
              database, run.id(), new KeptBack.Sent(batch.stream(), batch.records(), written));
      boolean staging = database.name().equals(databases.staging().name());
      if (!found.absent().isEmpty()) {
        try (Connection connection = databases.staging().pool().getConnection()) {
          for (SyncRecord record : found.absent()) {
            Counted counted = staging ? Counted.AS_UNCHANGED : Counted.NOT;
            insert(
                connection,
                Letter.keptBack(
                    run, database, Batch.alone(batch.id(), batch.stream(), record), counted));
          }
        }
      }
      count(run, batch, staging, found.absent().size());
      tellOfKeptBack(run, database, batch.stream(), found.absent());
      if (found.other() > 0) {
        LOG.warn(
            "a trigger changed rows or kept them as they were database={} table={} rows={}",
            database.name(),
            batch.stream().table(),
            found.other());
      }
      return found;
    } catch (SQLException e) {
      throw SqlFailures.translate(database.name(), e);
    }
  }

  private static void count(ActiveRun run, Batch batch, boolean staging, int absent) {
    if (staging) {
      run.tally().refusedByStaging(batch, absent);
    } else {
      run.tally().refusedByProduction(batch, absent);
    }
  }

  private static void tellOfKeptBack(
      ActiveRun run, Database database, Stream stream, List<SyncRecord> absent) {
    for (SyncRecord record : absent) {
      String key = key(stream, record);
      run.trouble(ErrorKind.DB, key, database.name() + " does not hold " + key + ": " + KEPT_BACK);
    }
  }

  /** What a letter changes in the counts of its run. */
  public enum Counted {
    NEW(1, 1, 0),
    AS_UNCHANGED(0, 1, -1),
    NOT(0, 0, 0);

    private final int processed;
    private final int failed;
    private final int unchanged;

    Counted(int processed, int failed, int unchanged) {
      this.processed = processed;
      this.failed = failed;
      this.unchanged = unchanged;
    }
  }

  /** A record that a destination refused or kept back. */
  public record Letter(
      UUID runId,
      String pipeline,
      Batch batch,
      String destination,
      String reason,
      Counted counted) {
    /** Of a table of staging only nothing is counted. */
    public Letter {
      counted = batch.stream().stagingOnly() ? Counted.NOT : counted;
    }

    public static Letter keptBack(ActiveRun run, Database database, Batch batch, Counted counted) {
      return new Letter(run.id(), run.pipeline(), batch, database.name(), KEPT_BACK, counted);
    }
  }

  /** What a trigger of production kept back of rows that the relay wrote. */
  public List<SyncRecord> keptBack(Connection production, UUID run, KeptBack.Sent sent)
      throws SQLException {
    return keptBack.of(production, databases.production(), run, sent).absent();
  }

  /** Keeps a letter once: the relay's transaction may fail after it, and be tried again. */
  public void insert(Connection connection, Letter letter) throws SQLException {
    Stream stream = letter.batch().stream();
    SyncRecord record = letter.batch().records().get(0);
    Counted counted = letter.counted();
    try (PreparedStatement statement = connection.prepareStatement(KEEP)) {
      Binder binder = new Binder(connection, statement);
      binder.add(letter.runId()).add(letter.batch().id()).text(letter.pipeline());
      binder.text(stream.name()).text(stream.table()).text(letter.destination());
      binder.text(LetterKey.of(key(stream, record))).text(json(stream, record).toString());
      binder.text(ErrorKind.DB.word()).text(letter.reason()).add(counted.unchanged);
      binder.add(counted.processed).add(counted.failed).add(counted.unchanged);
      statement.executeUpdate();
    }
    closing.kept(stream);
  }

  /**
   * The record's columns by name, as text: less what no database stores, or the letter goes too.
   */
  static ObjectNode json(Stream stream, SyncRecord record) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < stream.columns().size(); i++) {
      Object value = record.value(i);
      json.put(
          stream.columns().get(i).name(), value == null ? null : StorableText.of(value.toString()));
    }
    return json;
  }

  private static String key(Stream stream, SyncRecord record) {
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < stream.keyWidth(); i++) {
      key.append(i == 0 ? "" : "/").append(record.required(i));
    }
    return key.toString();
  }

  /** The class of the refusal only: a driver's text may hold values. */
  public static String words(SQLException e) {
    return switch (String.valueOf(e.getSQLState())) {
      case "22001" -> "a value is too long for its column (22001)";
      case "22003" -> "a number is out of its column's range (22003)";
      case "22P02", "22007", "22008" ->
          "a value is not of its column's type (" + e.getSQLState() + ")";
      case "23502" -> "a required value is missing (23502)";
      case "23505" -> "a value exists already (23505)";
      case "23503" -> "a referenced row is missing (23503)";
      case "55P03" -> "its rows were locked by somebody (55P03)";
      case "57014" -> "its rows took longer than a statement may (57014)";
      case "23514" -> "a check of the table failed (23514)";
      case "44000" -> "a check of the view failed (44000)";
      case "54000" -> "a value is too long for an index, or too large (54000)";
      case "P0001" -> "a trigger or function of the database refused it (P0001)";
      default -> "SQLSTATE " + e.getSQLState();
    };
  }
}
