package io.syncline.core.upkeep;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Aside;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Brings the {@link RefreshedView}s of both databases up to date and keeps a record of it in {@code
 * sync_view_refreshes}. A view is due where its table got a batch since it was refreshed last; so
 * what fails, or what the relay delivers late, is done at a later turn.
 */
@Component
public final class ViewRefresh {
  private static final Logger LOG = LoggerFactory.getLogger(ViewRefresh.class);

  /** Longer than a statement of a run may take: millions of rows may have to be looked at. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** The newest batch by an index: any newer than the last refresh would be looked for in all. */
  private static final String DUE =
      """
      SELECT clock_timestamp() AS now
      FROM (SELECT %1$s AS at FROM run_batches WHERE table_name = ? AND %1$s IS NOT NULL
            ORDER BY %1$s DESC LIMIT 1) newest
      WHERE newest.at > coalesce((
          SELECT max(refreshed_at) FROM sync_view_refreshes WHERE view_name = ? AND destination = ?
      ), '-infinity')
      """;

  private static final String IDLE =
      "SELECT NOT EXISTS (SELECT 1 FROM sync_runs WHERE pipeline = ? AND status = 'running')";
  private static final String DONE =
      """
      INSERT INTO sync_view_refreshes AS v (view_name, destination, refreshed_at, took_ms)
      VALUES (?, ?, ?, ?)
      ON CONFLICT (view_name, destination) DO UPDATE
      SET refreshed_at = excluded.refreshed_at, took_ms = excluded.took_ms, failures = 0, last_error = NULL
      """;
  private static final String FAILED =
      """
      INSERT INTO sync_view_refreshes AS v (view_name, destination, failures, last_error)
      VALUES (?, ?, 1, ?)
      ON CONFLICT (view_name, destination) DO UPDATE
      SET failures = v.failures + 1, last_error = excluded.last_error
      """;

  private final Databases databases;
  private final Aside aside;
  private final JdbcClient staging;
  private final List<RefreshedView> views;

  ViewRefresh(Databases databases, Aside aside, List<RefreshedView> views) {
    this.databases = databases;
    this.aside = aside;
    this.staging = JdbcClient.create(databases.staging().relayPool());
    this.views = List.copyOf(views);
  }

  /** A view that lacks something, by staging's clock. */
  private record Due(RefreshedView view, Database database, java.sql.Timestamp now) {}

  private record Refreshed(Due due, long millis, Optional<SQLException> failure) {}

  /**
   * How a view stands in a database.
   *
   * @param refreshedAt by staging's clock; empty when never
   * @param failures refreshes that failed since
   * @param lastError why the last one failed; empty when it did not
   */
  public record State(Optional<Instant> refreshedAt, int failures, Optional<String> lastError) {
    static final State NEW = new State(Optional.empty(), 0, Optional.empty());
  }

  public State state(String view, String destination) {
    return staging
        .sql(
            "SELECT refreshed_at, failures, last_error FROM sync_view_refreshes"
                + " WHERE view_name = ? AND destination = ?")
        .params(view, destination)
        .query(ViewRefresh::state)
        .optional()
        .orElse(State.NEW);
  }

  private static State state(ResultSet row, int number) throws SQLException {
    return new State(
        Optional.ofNullable(row.getTimestamp(1)).map(java.sql.Timestamp::toInstant),
        row.getInt(2),
        Optional.ofNullable(row.getString(3)));
  }

  /** Each view, in both databases at once, as long as each may take. */
  public Duration longestTurn() {
    return LONGEST.multipliedBy(views.size()).plusMinutes(1);
  }

  /** One turn of the background: what is due and whose pipeline rests. */
  public void refreshIdle() {
    for (RefreshedView view : views) {
      try {
        if (staging.sql(IDLE).param(view.pipeline()).query(Boolean.class).single()) {
          refresh(view, Optional.empty());
        }
      } catch (RuntimeException | Error e) { // of this view: the others are looked at
        LOG.warn("view not looked at view={} cause={}", view.view(), e.getClass().getSimpleName());
      }
    }
  }

  /**
   * The last step of a run: its rows, the last delivery's too, are to be seen as soon as it is
   * over. What fails is tried again in the background and noted with the run, which stays partial;
   * a run that wrote nothing has no part in it, a dry run none at all. A run that is asked to stop
   * leaves the views to the background.
   */
  public void refreshAll(@Variable("run") ActiveRun run) {
    if (run.isDryRun()) {
      return;
    }
    run.settle();
    try {
      views.forEach(view -> refresh(view, Optional.of(run)));
      views.stream()
          .filter(view -> view.pipeline().equals(run.pipeline()) && run.tally().hasWritten())
          .forEach(view -> note(view, run));
    } catch (DataAccessException e) {
      LOG.warn("views are left to the background cause={}", e.getClass().getSimpleName());
      if (run.tally().hasWritten()) {
        run.trouble(ErrorKind.DB, "views", "Views are not refreshed yet: staging failed");
      }
    }
  }

  private void note(RefreshedView view, ActiveRun run) {
    for (Database database : List.of(databases.staging(), databases.production())) {
      state(view.view(), database.name())
          .lastError()
          .map(
              error ->
                  "View %s of %s could not be refreshed: %s; it is tried again"
                      .formatted(view.view(), database.name(), error))
          .ifPresent(words -> run.trouble(ErrorKind.DB, view.view(), words));
    }
  }

  /**
   * In both at once: neither's view is made of the other's. What staging keeps of it is asked and
   * written here, before and after: the refresh of its own view holds one of few connections.
   */
  private void refresh(RefreshedView view, Optional<ActiveRun> run) {
    run.ifPresent(ActiveRun::checkGoingOn);
    Optional<Due> staging = due(view, databases.staging(), "committed_at");
    Optional<Supplier<Refreshed>> production =
        due(view, databases.production(), "applied_at")
            .map(due -> aside.begin(() -> refreshed(due, run)));
    List<Refreshed> ended = new ArrayList<>();
    try {
      staging.map(due -> refreshed(due, run)).ifPresent(ended::add);
    } finally {
      production.map(Supplier::get).ifPresent(ended::add);
    }
    ended.forEach(this::keep);
    run.ifPresent(ActiveRun::checkGoingOn); // what its stop has ended is no trouble of it
  }

  private Optional<Due> due(RefreshedView view, Database database, String written) {
    return staging
        .sql(DUE.formatted(written))
        .params(view.table(), view.view(), database.name())
        .query(java.sql.Timestamp.class)
        .optional()
        .map(now -> new Due(view, database, now));
  }

  private static Refreshed refreshed(Due due, Optional<ActiveRun> run) {
    long start = System.nanoTime();
    Optional<SQLException> failure = Optional.empty();
    try (Connection connection = due.database().relayPool().getConnection()) {
      refresh(connection, due.view(), run);
    } catch (SQLException e) {
      failure = Optional.of(e);
    }
    return new Refreshed(due, (System.nanoTime() - start) / 1_000_000, failure);
  }

  private void keep(Refreshed refreshed) {
    String view = refreshed.due().view().view();
    String database = refreshed.due().database().name();
    if (refreshed.failure().isPresent()) {
      String state = "SQLSTATE " + refreshed.failure().get().getSQLState();
      LOG.warn("view not refreshed view={} database={} {}", view, database, state);
      staging.sql(FAILED).params(view, database, state).update();
      return;
    }
    staging.sql(DONE).params(view, database, refreshed.due().now(), refreshed.millis()).update();
    LOG.info("view refreshed view={} database={} ms={}", view, database, refreshed.millis());
  }

  /** In a transaction, so that the longer limit ends with it. */
  private static void refresh(Connection connection, RefreshedView view, Optional<ActiveRun> run)
      throws SQLException {
    int socket = connection.getNetworkTimeout();
    connection.setNetworkTimeout(Runnable::run, (int) LONGEST.plusSeconds(10).toMillis());
    connection.setAutoCommit(false);
    Statement statement = connection.createStatement();
    Runnable end = () -> CompletableFuture.runAsync(() -> cancel(connection, statement));
    run.ifPresent(r -> r.waits().begin(end));
    try (statement) {
      statement.execute("SET LOCAL statement_timeout = " + LONGEST.toMillis());
      statement.execute("SET LOCAL lock_timeout = " + LONGEST.toMillis()); // another's refresh
      statement.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY " + view.view());
      connection.commit();
    } finally {
      run.ifPresent(r -> r.waits().end(end));
      connection.rollback();
      connection.setAutoCommit(true);
      connection.setNetworkTimeout(Runnable::run, socket);
    }
  }

  /** The server ends the statement; one that does not hear is hung up on. */
  private static void cancel(Connection connection, Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException e) {
      LOG.debug("statement not cancelled sqlstate={}", e.getSQLState());
      hangUp(connection);
    }
  }

  private static void hangUp(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.debug("connection not aborted sqlstate={}", e.getSQLState());
    }
  }
}
