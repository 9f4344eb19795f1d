package io.syncline.core.run;

import io.syncline.core.database.Databases;
import io.syncline.core.error.RowError;
import io.syncline.core.run.RunErrors.Numbered;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The entries of {@code sync_errors}. A run's are stored while it goes on and at its end, each once
 * by its number; those of a batch that is composed go with the batch. Threads may share it.
 */
@Component
public final class ErrorEntries {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorEntries.class);
  private static final int AT_ONCE = 1_000;
  private static final Duration TIME_TO_FINISH = Duration.ofSeconds(1);

  private static final String INSERT =
      """
      INSERT INTO sync_errors (run_id, seq, row_ref, column_name, code, message, severity)
      SELECT ?, e.* FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) AS e
      ON CONFLICT DO NOTHING
      """;

  private final JdbcClient staging;
  private final ActiveRuns runs;

  ErrorEntries(Databases databases, ActiveRuns runs, BackgroundLoops loops, RunSettings settings) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.runs = runs;
    loops.keep(
        BackgroundLoop.resting("errors", settings.heartbeat(), this::saveAll),
        settings.leaseTime(),
        TIME_TO_FINISH);
  }

  /** One turn of the background: a run keeps no more of them in memory than it meets meanwhile. */
  void saveAll() {
    runs.all().forEach(this::save);
  }

  /** Stores entries inside the transaction of that client. */
  public static void insert(JdbcClient client, UUID run, List<Numbered> entries) {
    if (!entries.isEmpty()) {
      client
          .sql(INSERT)
          .params(
              run,
              entries.stream().map(Numbered::seq).toArray(Integer[]::new),
              texts(entries, RowError::rowRef),
              texts(entries, RowError::column),
              texts(entries, RowError::code),
              texts(entries, RowError::message),
              texts(entries, entry -> entry.severity().word()))
          .update();
    }
  }

  private static @Nullable String[] texts(
      List<Numbered> entries, Function<RowError, @Nullable String> text) {
    return entries.stream().map(it -> text.apply(it.entry())).toArray(String[]::new);
  }

  /** Stores what the run has not stored yet; what cannot be stored now is tried again. */
  void save(ActiveRun run) {
    try {
      for (List<Numbered> some = run.errors().unsaved(AT_ONCE);
          !some.isEmpty();
          some = run.errors().unsaved(AT_ONCE)) {
        insert(staging, run.id(), some);
        run.errors().saved(some.get(some.size() - 1));
      }
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("errors not stored run={} cause={}", run.id(), e.getClass().getSimpleName());
    }
  }
}
