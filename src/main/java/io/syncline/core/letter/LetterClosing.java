package io.syncline.core.letter;

import io.syncline.core.database.Databases;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.stream.Stream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Closes dead letters whose key was written since in the database that refused it, however it was
 * spelled: a batch that is committed there tells. Whether a stream has open letters at all is
 * looked at now and then only, so that a batch of one that has none costs nothing. Threads may
 * share it.
 */
@Component
public final class LetterClosing {
  public static final String WRITTEN_SINCE = "the key was written since";

  private static final Logger LOG = LoggerFactory.getLogger(LetterClosing.class);
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final String ANY =
      """
      SELECT d.name FROM (VALUES ('staging'), ('production')) AS d (name)
      CROSS JOIN LATERAL (
          SELECT FROM sync_dead_letters
          WHERE closed_at IS NULL AND table_name = ? AND stream = ? AND destination = d.name
          LIMIT 1) AS letter
      """;
  private static final String CLOSE =
      """
      UPDATE sync_dead_letters l SET closed_at = now(), closed_by = 'syncline', closed_reason = ?
      FROM run_batches b
      WHERE b.id = ? AND l.closed_at IS NULL AND l.table_name = ? AND l.stream = ? AND l.destination = ?
        AND md5(l.record_key) = ANY (SELECT md5(k) FROM unnest(?::text[]) AS k)
        AND l.created_at < CASE l.destination WHEN 'production' THEN b.applied_at ELSE b.committed_at END
        AND NOT EXISTS (
            SELECT 1 FROM sync_dead_letters o
            WHERE o.batch_id = b.id AND md5(o.record_key) = md5(l.record_key) AND o.destination = l.destination)
      """;

  private final JdbcClient staging;
  private final DeadLetterRows letters;
  private final Map<String, Looked> looked = new ConcurrentHashMap<>();

  LetterClosing(Databases databases, DeadLetterRows letters) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.letters = letters;
  }

  /** In which databases a stream had open letters. */
  private record Looked(long at, Set<String> destinations) {
    boolean isFresh() {
      return System.nanoTime() - at < LOOK.toNanos();
    }
  }

  /** A batch with those keys is committed in a database. What fails costs no batch anything. */
  public void written(
      Stream stream,
      String destination,
      UUID batch,
      Supplier<java.util.stream.Stream<String>> keys) {
    try {
      if (mayHaveOpen(stream, destination)) {
        String[] written = keys.get().toArray(String[]::new);
        int closed =
            close(stream, destination, batch, written)
                + letters.closeRespelled(stream, destination, written, WRITTEN_SINCE);
        if (closed > 0) {
          LOG.info("dead letters closed table={} by={} count={}", stream.table(), batch, closed);
        }
      }
    } catch (DataAccessException | SyncFailure e) {
      LOG.warn(
          "dead letters not closed table={} cause={}",
          stream.table(),
          e.getClass().getSimpleName());
    }
  }

  /** A letter was kept: batches look for it from now on. */
  void kept(Stream stream) {
    looked.remove(stream.table() + "/" + stream.name());
  }

  /** Asks for both databases at once: what is committed in one comes to the other soon. */
  private boolean mayHaveOpen(Stream stream, String destination) {
    String of = stream.table() + "/" + stream.name();
    Looked last = looked.get(of);
    if (last == null || !last.isFresh()) {
      Set<String> open =
          staging.sql(ANY).params(stream.table(), stream.name()).query(String.class).set();
      last = new Looked(System.nanoTime(), open);
      looked.put(of, last);
    }
    return last.destinations().contains(destination);
  }

  private int close(Stream stream, String destination, UUID batch, String[] keys) {
    return staging
        .sql(CLOSE)
        .params(WRITTEN_SINCE, batch, stream.table(), stream.name(), destination, keys)
        .update();
  }
}
