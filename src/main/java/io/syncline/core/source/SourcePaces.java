package io.syncline.core.source;

import io.syncline.core.database.Databases;
import io.syncline.core.error.TransientFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The calls of the last minute with credentials that all instances share, in staging, by staging's
 * clock. Threads may share it.
 *
 * <ol>
 *   <li>A turn is given when it is taken, never ahead: who dies or is stopped takes none along.
 *   <li>Who asks holds the credential's row for one statement, so that no two are given the last.
 *   <li>A call reaches its source a moment after its turn: the windows are longer by what that may
 *       take.
 * </ol>
 */
@Component
final class SourcePaces {
  private static final Duration MINUTE = Duration.ofSeconds(61);
  private static final Duration SECOND = Duration.ofMillis(1_100);

  /** The moment is read below the lock: whoever waited for it would be early otherwise. */
  private static final String TURN =
      """
      WITH held AS MATERIALIZED (
          SELECT source, calls, paused_until FROM sync_source_pace WHERE source = :source FOR UPDATE
      ), moment AS MATERIALIZED (
          SELECT held.*, clock_timestamp() AS now FROM held
      ), recent AS (
          SELECT source, now, paused_until,
                 ARRAY(SELECT c FROM unnest(calls) AS c
                       WHERE c > now - make_interval(secs => :minute) ORDER BY c) AS calls
          FROM moment
      ), due AS (
          SELECT source, now, calls,
                 greatest(now, paused_until,
                          calls[cardinality(calls) - :perMinute + 1] + make_interval(secs => :minute),
                          calls[cardinality(calls) - :perSecond + 1] + make_interval(secs => :second)) AS at
          FROM recent
      ), taken AS (
          UPDATE sync_source_pace p SET calls = due.calls || due.now
          FROM due WHERE p.source = due.source AND due.at <= due.now
      )
      SELECT ceil(extract(epoch FROM at - now) * 1000)::bigint FROM due
      """;

  private static final String BEGIN =
      "INSERT INTO sync_source_pace (source) VALUES (?) ON CONFLICT DO NOTHING";

  private static final String PAUSE =
      """
      INSERT INTO sync_source_pace AS p (source, paused_until)
      VALUES (:source, clock_timestamp() + make_interval(secs => :wait))
      ON CONFLICT (source) DO UPDATE SET paused_until = greatest(p.paused_until, excluded.paused_until)
      """;

  private final JdbcClient staging;
  private final Duration minute;
  private final Duration second;

  @Autowired
  SourcePaces(Databases databases) {
    this(databases, MINUTE, SECOND);
  }

  /** With windows of another length. */
  SourcePaces(Databases databases, Duration minute, Duration second) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.minute = minute;
    this.second = second;
  }

  /**
   * Takes a turn.
   *
   * @return zero when the call may go out now; else how long it is worth waiting
   * @throws TransientFailure when staging cannot be reached
   */
  Duration take(String source, int perSecond, int perMinute) {
    return counted(() -> taken(source, perSecond, perMinute));
  }

  /** Nobody gets a turn for so long. */
  void pause(String source, Duration wait) {
    counted(() -> staging.sql(PAUSE).param("source", source).param("wait", seconds(wait)).update());
  }

  private Duration taken(String source, int perSecond, int perMinute) {
    Optional<Long> wait =
        staging
            .sql(TURN)
            .param("source", source)
            .param("perSecond", perSecond)
            .param("perMinute", perMinute)
            .param("second", seconds(second))
            .param("minute", seconds(minute))
            .query(Long.class)
            .optional();
    if (wait.isEmpty()) { // its first call ever
      staging.sql(BEGIN).param(source).update();
      return taken(source, perSecond, perMinute);
    }
    return Duration.ofMillis(wait.get());
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
