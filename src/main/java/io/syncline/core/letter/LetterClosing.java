package io.syncline.core.letter;

import io.syncline.core.database.Databases;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.stream.Stream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Closes dead letters whose key was written since in the database that refused it, however it was
 * spelled: a batch that is committed there tells. Whether a stream has open letters at all is
 * looked at now and then only, so that a batch of one that has none costs nothing. Threads may
 * share it.
 */
@Component
public final class LetterClosing {
  static final String WRITTEN_SINCE = "the key was written since";

  private static final Logger LOG = LoggerFactory.getLogger(LetterClosing.class);
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final String ANY =
      """
      SELECT EXISTS (SELECT 1 FROM sync_dead_letters
                     WHERE closed_at IS NULL AND table_name = ? AND stream = ? AND destination = ?)
      """;
  private static final String CLOSE =
      """
      UPDATE sync_dead_letters l SET closed_at = now(), closed_by = 'syncline', closed_reason = ?
      FROM run_batches b
      WHERE b.id = ? AND l.closed_at IS NULL AND l.table_name = ? AND l.stream = ? AND l.destination = ?
        AND md5(l.record_key) = ANY (SELECT md5(k) FROM unnest(?) AS k)
        AND l.created_at < CASE l.destination WHEN 'production' THEN b.applied_at ELSE b.committed_at END
        AND NOT EXISTS (
            SELECT 1 FROM sync_dead_letters o
            WHERE o.batch_id = b.id AND md5(o.record_key) = md5(l.record_key) AND o.destination = l.destination)
      """;

  private final Databases databases;
  private final DeadLetterRows letters;
  private final Map<String, Looked> looked = new ConcurrentHashMap<>();

  LetterClosing(Databases databases, DeadLetterRows letters) {
    this.databases = databases;
    this.letters = letters;
  }

  private record Looked(long at, boolean any) {
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
    } catch (SQLException | DataAccessException | SyncFailure e) {
      LOG.warn(
          "dead letters not closed table={} cause={}",
          stream.table(),
          e.getClass().getSimpleName());
    }
  }

  /** A letter was kept: batches look for it from now on. */
  void kept(Stream stream, String destination) {
    looked.remove(destination + "/" + stream.table() + "/" + stream.name());
  }

  private boolean mayHaveOpen(Stream stream, String destination) throws SQLException {
    String of = destination + "/" + stream.table() + "/" + stream.name();
    Looked last = looked.get(of);
    if (last == null || !last.isFresh()) {
      last = new Looked(System.nanoTime(), any(stream, destination));
      looked.put(of, last);
    }
    return last.any();
  }

  private boolean any(Stream stream, String destination) throws SQLException {
    try (Connection staging = databases.staging().pool().getConnection();
        PreparedStatement query = staging.prepareStatement(ANY)) {
      query.setString(1, stream.table());
      query.setString(2, stream.name());
      query.setString(3, destination);
      try (var row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private int close(Stream stream, String destination, UUID batch, String[] keys)
      throws SQLException {
    try (Connection staging = databases.staging().pool().getConnection();
        PreparedStatement statement = staging.prepareStatement(CLOSE)) {
      statement.setString(1, WRITTEN_SINCE);
      statement.setObject(2, batch);
      statement.setString(3, stream.table());
      statement.setString(4, stream.name());
      statement.setString(5, destination);
      statement.setArray(6, staging.createArrayOf("text", keys));
      return statement.executeUpdate();
    }
  }
}
