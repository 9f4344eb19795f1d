package io.syncline.core.source;

import io.syncline.core.database.Databases;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.source.Pacer.Turn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is left of each operation's bucket of calls, and how often in a row a source refused more of
 * them, in staging and by its clock: neither a restart nor another instance begins with a full
 * bucket. Threads may share it.
 *
 * <ol>
 *   <li>Who takes a call holds the bucket's row for one statement, and the moment is read below the
 *       lock: whoever waited for it would be early otherwise.
 *   <li>A call reaches its source a moment after its turn: our bucket fills a little slower.
 *   <li>A refusal empties it, whatever we thought was in it. Refusals while it rests belong to the
 *       one that it rests for.
 * </ol>
 */
@Component
final class SourceBuckets {
  private static final double SLOWER = 0.98;
  private static final Duration FIRST_REST = Duration.ofSeconds(2);

  private static final String TAKE =
      """
      WITH held AS MATERIALIZED (
          SELECT * FROM sync_source_buckets
          WHERE source = :source AND operation = :operation FOR UPDATE
      ), moment AS MATERIALIZED (
          SELECT held.*, coalesce(held.per_second, :rate) AS pace, clock_timestamp() AS now FROM held
      ), filled AS (
          SELECT source, operation, pace, now, rests_until, refusals,
                 least(:burst, calls + pace * :slower
                               * greatest(0, extract(epoch FROM now - counted_at)::float8)) AS calls
          FROM moment
      ), due AS (
          SELECT *, greatest(now, rests_until,
                             now + make_interval(secs => (1 - calls) / (pace * :slower))) AS at
          FROM filled
      ), taken AS (
          UPDATE sync_source_buckets b SET calls = due.calls - 1, counted_at = due.now
          FROM due
          WHERE b.source = due.source AND b.operation = due.operation AND due.at <= due.now
      )
      SELECT ceil(extract(epoch FROM at - now) * 1000)::bigint AS wait, refusals, pace FROM due
      """;

  private static final String BEGIN =
      """
      INSERT INTO sync_source_buckets (source, operation, calls) VALUES (:source, :operation, :burst)
      ON CONFLICT DO NOTHING
      """;

  private static final String REFUSED =
      """
      INSERT INTO sync_source_buckets AS b (source, operation, calls, refusals, rests_until)
      VALUES (:source, :operation, 0, 1,
              clock_timestamp() + make_interval(secs => greatest(:asked, :first)))
      ON CONFLICT (source, operation) DO UPDATE SET
          calls = 0,
          counted_at = clock_timestamp(),
          refusals = b.refusals + CASE WHEN b.rests_until > clock_timestamp() THEN 0 ELSE 1 END,
          rests_until = greatest(
              b.rests_until,
              clock_timestamp() + make_interval(secs => greatest(
                  :asked,
                  CASE WHEN b.rests_until > clock_timestamp() THEN 0
                       ELSE :first * 2 ^ least(b.refusals, 10) END)))
      RETURNING ceil(extract(epoch FROM rests_until - clock_timestamp()) * 1000)::bigint AS wait,
                refusals
      """;

  private static final String REST =
      """
      SELECT greatest(0, ceil(extract(epoch FROM rests_until - clock_timestamp()) * 1000))::bigint AS wait,
             refusals
      FROM sync_source_buckets WHERE source = :source AND operation = :operation
      """;

  private static final String ANSWERED =
      """
      UPDATE sync_source_buckets SET refusals = 0, rests_until = NULL
      WHERE source = :source AND operation = :operation
      """;

  private static final String LEARN =
      """
      INSERT INTO sync_source_buckets (source, operation, calls, per_second)
      VALUES (:source, :operation, :burst, :told)
      ON CONFLICT (source, operation) DO UPDATE SET per_second = excluded.per_second
      """;

  private final JdbcClient staging;

  /** What comes of asking, and how many calls a second are allowed as far as we know. */
  record Taken(Turn turn, double perSecond) {}

  SourceBuckets(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /**
   * Takes a call.
   *
   * @throws TransientFailure when staging cannot be reached
   */
  Taken take(SourceProfile source, Rate rate) {
    return counted(() -> taken(source, rate));
  }

  /** How long a source is to be left alone that keeps its bucket itself. */
  Turn rest(SourceProfile source) {
    return counted(
        () ->
            statement(REST, source)
                .query((row, number) -> turn(row))
                .optional()
                .orElseGet(() -> new Turn(Duration.ZERO, 0)));
  }

  /** A call was one too many; answers how long there is none, and how often in a row that was. */
  Turn refused(SourceProfile source, Duration asked) {
    return counted(
        () ->
            statement(REFUSED, source)
                .param("asked", seconds(asked))
                .param("first", seconds(FIRST_REST))
                .query((row, number) -> turn(row))
                .single());
  }

  /** A call was not one too many: the next refusal is the first of its row. */
  void answered(SourceProfile source) {
    counted(() -> statement(ANSWERED, source).update());
  }

  /** The source told how many calls a second it allows. */
  void learn(SourceProfile source, Rate rate, double told) {
    counted(
        () -> statement(LEARN, source).param("burst", rate.burst()).param("told", told).update());
  }

  private Taken taken(SourceProfile source, Rate rate) {
    Optional<Taken> taken =
        statement(TAKE, source)
            .param("rate", rate.perSecond())
            .param("burst", rate.burst())
            .param("slower", SLOWER)
            .query((row, number) -> new Taken(turn(row), row.getDouble("pace")))
            .optional();
    if (taken.isEmpty()) { // its first call ever
      statement(BEGIN, source).param("burst", rate.burst()).update();
      return taken(source, rate);
    }
    return taken.get();
  }

  private JdbcClient.StatementSpec statement(String sql, SourceProfile source) {
    return staging
        .sql(sql)
        .param("source", source.name())
        .param("operation", source.manner().bucket());
  }

  private static Turn turn(ResultSet row) throws SQLException {
    return new Turn(Duration.ofMillis(row.getLong("wait")), row.getInt("refusals"));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000d;
  }

  private static <T> T counted(Supplier<T> statement) {
    try {
      return statement.get();
    } catch (DataAccessException e) {
      throw TransientFailure.database("staging", e.getClass().getSimpleName(), e);
    }
  }
}
