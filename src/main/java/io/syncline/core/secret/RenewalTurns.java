package io.syncline.core.secret;

import io.syncline.core.database.Databases;
import io.syncline.core.error.Postponed;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Lets one at a time renew a secret, over all instances: asked twice at once, many hosts take both
 * new tokens for stolen. A turn is a row with an end, so that no connection is held while somebody
 * outside is asked, and who dies holds up the next one for a minute at most. Who waits for it
 * longer than a nap is put off and holds no thread either.
 */
@Component
public final class RenewalTurns {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final long NAP_MS = 100;

  private final JdbcClient staging;
  private final Duration longestNap;

  RenewalTurns(Databases databases, @Value("${syncline.source.longest-nap}") Duration longestNap) {
    this.longestNap = longestNap;
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /**
   * Does it while nobody else does it for that owner. Who waited looks first whether it is done.
   *
   * @throws Postponed when somebody holds the turn for longer than a nap
   */
  public <T> T alone(String owner, ActiveRun run, Supplier<T> work) {
    UUID holder = UUID.randomUUID();
    take(owner, holder, run);
    try {
      return work.get();
    } finally {
      staging
          .sql("DELETE FROM secret_turns WHERE owner = ? AND holder = ?")
          .params(owner, holder)
          .update();
    }
  }

  private void take(String owner, UUID holder, ActiveRun run) {
    CountDownLatch stopped = new CountDownLatch(1);
    Runnable end = stopped::countDown;
    run.waits().begin(end);
    try {
      for (long naps = longestNap.toMillis() / NAP_MS; !isTaken(owner, holder); naps--) {
        run.checkGoingOn();
        if (naps == 0 || stopped.await(NAP_MS, TimeUnit.MILLISECONDS)) {
          run.checkGoingOn();
          throw Postponed.until(
              end(owner),
              StopReason.SOURCE_UNAVAILABLE,
              "another instance renews the token of " + owner);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TransientFailure.source(StopReason.INTERRUPTED, "interrupted while waiting");
    } finally {
      run.waits().end(end);
    }
  }

  /** When the turn of whoever holds it ends, whatever becomes of him. */
  private Instant end(String owner) {
    return staging
        .sql(
            "SELECT coalesce((SELECT ends_at FROM secret_turns WHERE owner = ?), clock_timestamp())")
        .param(owner)
        .query(Timestamp.class)
        .single()
        .toInstant();
  }

  private boolean isTaken(String owner, UUID holder) {
    return staging
            .sql(
                """
                INSERT INTO secret_turns AS t (owner, holder, ends_at)
                VALUES (?, ?, clock_timestamp() + ? * interval '1 second')
                ON CONFLICT (owner) DO UPDATE SET holder = excluded.holder, ends_at = excluded.ends_at
                WHERE t.ends_at < clock_timestamp()
                """)
            .params(owner, holder, LONGEST.toSeconds())
            .update()
        == 1;
  }
}
