package io.syncline.core.database;

import io.syncline.core.error.StartupRefused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether production has its tables. It may be down when the service starts, so whoever writes to
 * it asks first. Safe for threads: one tries, the others get the last answer.
 *
 * <ol>
 *   <li>Once the migrations ran the answer stays yes and costs nothing.
 *   <li>Until then an attempt is made at most once a second.
 * </ol>
 */
public final class ProductionSchema {
  private static final Logger LOG = LoggerFactory.getLogger(ProductionSchema.class);
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

  private final Runnable migration;
  private final Clock clock;
  private volatile boolean ready;
  private volatile Optional<StartupRefused> refusal = Optional.empty();
  private Instant nextAttempt = Instant.MIN;

  ProductionSchema(Runnable migration, Clock clock) {
    this.migration = migration;
    this.clock = clock;
  }

  /** Whether production can be written; tries to make it so when it was not. */
  public boolean ready() {
    if (!ready) {
      attempt();
    }
    return ready;
  }

  /**
   * Refuses the start where production answered and cannot be used as it is.
   *
   * @throws StartupRefused naming each object and what to do
   */
  void throwRefusal() {
    refusal.ifPresent(
        refused -> {
          throw refused;
        });
  }

  private synchronized void attempt() {
    Instant now = clock.instant();
    if (ready || now.isBefore(nextAttempt)) {
      return;
    }
    try {
      migration.run();
      ready = true;
    } catch (StartupRefused refused) {
      refusal = Optional.of(refused);
      refused
          .problems()
          .forEach(p -> LOG.warn("production not ready reason={} action={}", p.what(), p.action()));
    } catch (DatabaseAway away) {
      LOG.warn("production not ready reason={}", away.fault().sentence());
    } catch (RuntimeException e) {
      LOG.warn("production not ready error={}", Faults.describe(e));
    }
    nextAttempt = clock.instant().plus(BETWEEN_ATTEMPTS);
  }
}
