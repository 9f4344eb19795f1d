package io.syncline.core.letter;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.database.Sql;
import io.syncline.core.record.StoredJson;
import io.syncline.core.stream.BatchKeys;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.KeyTypes;
import io.syncline.core.stream.SqlType;
import io.syncline.core.stream.Stream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads dead letters and notes what becomes of them. */
@Component
public final class DeadLetterRows {
  private static final String SELECT =
      """
      SELECT l.*, coalesce(r.scope, '') AS scope
      FROM sync_dead_letters l LEFT JOIN sync_runs r ON r.id = l.run_id
      """;

  private static final String SUPERSEDED =
      """
      SELECT EXISTS (SELECT 1 FROM run_batches
                     WHERE table_name = ? AND stream = ? AND %s > ? AND EXISTS (%s)
                       AND NOT EXISTS (
                           SELECT 1 FROM sync_dead_letters o
                           WHERE o.batch_id = run_batches.id AND %s AND o.destination = ?))
      """;

  /** More than those that are spelled otherwise: which of them are is asked one by one. */
  private static final String ALIKE =
      """
      SELECT id FROM sync_dead_letters
      WHERE closed_at IS NULL AND table_name = ? AND stream = ? AND destination = ?
        AND lower(replace(record_key, ' ', '')) IN (SELECT lower(replace(k, ' ', '')) FROM unnest(?) AS k)
      """;

  private final Databases databases;
  private final JdbcClient staging;

  DeadLetterRows(Databases databases) {
    this.databases = databases;
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  public Optional<DeadLetter> find(UUID id) {
    return staging.sql(SELECT + "WHERE l.id = ?").param(id).query(this::letter).optional();
  }

  /** How many letters of each pipeline are open. */
  public Map<String, Long> open() {
    Map<String, Long> open = new LinkedHashMap<>();
    staging
        .sql(
            "SELECT pipeline, count(*) AS letters FROM sync_dead_letters"
                + " WHERE closed_at IS NULL GROUP BY pipeline ORDER BY pipeline")
        .query(
            row -> {
              open.put(row.getString("pipeline"), row.getLong("letters"));
            });
    return open;
  }

  /** What the letters of a run are called. */
  public List<String> keysOf(UUID run) {
    return staging
        .sql("SELECT DISTINCT record_key FROM sync_dead_letters WHERE run_id = ?")
        .param(run)
        .query(String.class)
        .list();
  }

  /** Letters that are not closed, the newest first, from before another one on. */
  public List<DeadLetter> open(Optional<String> pipeline, Optional<UUID> before, int limit) {
    return staging
        .sql(
            SELECT
                + """
                WHERE l.closed_at IS NULL
                  AND (:pipeline::text IS NULL OR l.pipeline = :pipeline)
                  AND (:before::uuid IS NULL OR (l.created_at, l.id) <
                       (SELECT b.created_at, b.id FROM sync_dead_letters b WHERE b.id = :before))
                ORDER BY l.created_at DESC, l.id DESC LIMIT :limit
                """)
        .param("pipeline", pipeline.orElse(null))
        .param("before", before.orElse(null))
        .param("limit", limit)
        .query(this::letter)
        .list();
  }

  /** Whether the row of the letter's key was written since where the record was refused. */
  public boolean isSuperseded(DeadLetter letter, Stream stream) {
    boolean production = letter.destination().equals("production");
    Stream compared = asCompared(stream);
    String same =
        isTyped(compared) ? "lower(o.record_key) = lower(?)" : "md5(o.record_key) = md5(?)";
    var query =
        staging
            .sql(
                SUPERSEDED.formatted(
                    production ? "applied_at" : "committed_at", written(compared), same))
            .params(letter.table(), letter.stream())
            .param(Timestamp.from(letter.createdAt()));
    for (Column column : stream.key()) {
      String text = letter.record().path(column.name()).asText();
      query = query.param(String.valueOf(column.element(column.read(text))));
    }
    return query.param(letter.key()).param(letter.destination()).query(Boolean.class).single();
  }

  /**
   * Closes letters whose key was written since under another spelling, where the table pads a text
   * or folds its case; answers how many.
   */
  int closeRespelled(Stream stream, String destination, String[] keys, String reason) {
    if (!isTyped(asCompared(stream))) {
      return 0;
    }
    List<DeadLetter> written =
        staging
            .sql(ALIKE)
            .params(stream.table(), stream.name(), destination, keys)
            .query(UUID.class)
            .list()
            .stream()
            .flatMap(id -> find(id).stream())
            .filter(letter -> isSuperseded(letter, stream))
            .toList();
    written.forEach(letter -> close(letter.id(), "syncline", reason));
    return written.size();
  }

  /** The batch's keys side by side; a day is one of a span's. */
  private static String written(Stream stream) {
    List<Column> plain = stream.range() ? stream.remembered() : stream.key();
    List<String> arrays = new ArrayList<>(plain.stream().map(Column::name).toList());
    String match = plain.stream().map(DeadLetterRows::equal).collect(joining(" AND "));
    if (stream.range()) {
      arrays.addAll(List.of(BatchKeys.FIRST, BatchKeys.LAST));
      match += " AND ?::int BETWEEN k.first_day::int AND k.last_day::int";
    }
    return "SELECT 1 FROM ROWS FROM (%s) AS k (%s) WHERE %s"
        .formatted(
            arrays.stream()
                .map(name -> "jsonb_array_elements_text(keys -> '" + name + "')")
                .collect(joining(", ")),
            String.join(", ", arrays),
            match);
  }

  /** As the table compares: it may pad a text or fold its case. */
  private static String equal(Column column) {
    String element = "k." + column.name();
    return isTyped(column)
        ? column.cast(element) + " = " + column.cast("?::text")
        : element + " = ?";
  }

  private static boolean isTyped(Stream compared) {
    return compared.key().stream().anyMatch(DeadLetterRows::isTyped);
  }

  private static boolean isTyped(Column column) {
    return column.type() == SqlType.TEXT && !column.modifier().isEmpty();
  }

  private Stream asCompared(Stream stream) {
    Database staging = databases.staging();
    return Sql.on(staging, connection -> new KeyTypes().of(connection, staging, stream));
  }

  /** A run has written the letter's record. */
  public void replayed(UUID id, UUID runId, String caller) {
    staging
        .sql(
            """
            UPDATE sync_dead_letters
            SET replayed_at = now(), replay_run_id = ?, closed_at = now(), closed_by = ?,
                closed_reason = 'replayed'
            WHERE id = ?
            """)
        .params(runId, caller, id)
        .update();
  }

  /** Closes an open letter; one that is closed already stays as it is. */
  public void close(UUID id, String by, String reason) {
    staging
        .sql(
            """
            UPDATE sync_dead_letters SET closed_at = now(), closed_by = ?, closed_reason = ?
            WHERE id = ? AND closed_at IS NULL
            """)
        .params(by, reason, id)
        .update();
  }

  public void correct(UUID letter, JsonNode record) {
    staging
        .sql("UPDATE sync_dead_letters SET record = ?::jsonb WHERE id = ? AND closed_at IS NULL")
        .params(record.toString(), letter)
        .update();
  }

  private DeadLetter letter(ResultSet row, int number) throws SQLException {
    return new DeadLetter(
        row.getObject("id", UUID.class),
        row.getObject("run_id", UUID.class),
        row.getString("pipeline"),
        row.getString("scope"),
        row.getString("stream"),
        row.getString("table_name"),
        row.getString("destination"),
        row.getString("record_key"),
        StoredJson.read(row.getString("record")),
        row.getString("kind"),
        row.getString("error"),
        row.getTimestamp("created_at").toInstant(),
        Optional.ofNullable(row.getTimestamp("replayed_at")).map(Timestamp::toInstant),
        closing(row));
  }

  private static Optional<DeadLetter.Closing> closing(ResultSet row) throws SQLException {
    Timestamp at = row.getTimestamp("closed_at");
    return at == null
        ? Optional.empty()
        : Optional.of(
            new DeadLetter.Closing(
                at.toInstant(), row.getString("closed_by"), row.getString("closed_reason")));
  }
}
