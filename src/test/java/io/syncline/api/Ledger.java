package io.syncline.api;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Both databases, migrated, each with a switch, and rows for the ledger. */
public final class Ledger implements AutoCloseable {
  private final EmbeddedPostgres postgres;
  public final Switch staging;
  public final Switch production;
  public final JdbcClient sql;

  /** A data source that can be taken away. */
  public static final class Switch extends DelegatingDataSource {
    public volatile boolean down;

    Switch(DataSource target) {
      super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (down) {
        throw new SQLException("connection to secret-host refused", "08001");
      }
      return super.getConnection();
    }
  }

  private Ledger(EmbeddedPostgres postgres) {
    this.postgres = postgres;
    this.staging = new Switch(postgres.getDatabase("postgres", "staging"));
    this.production = new Switch(postgres.getDatabase("postgres", "production"));
    this.sql = JdbcClient.create(staging);
  }

  public static Ledger started() {
    try {
      EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
      JdbcClient admin = JdbcClient.create(postgres.getPostgresDatabase());
      admin.sql("CREATE DATABASE staging").update();
      admin.sql("CREATE DATABASE production").update();
      Ledger ledger = new Ledger(postgres);
      ledger.migrate(ledger.staging, "control");
      ledger.migrate(ledger.production, "production");
      return ledger;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Databases databases() {
    return new Databases(
        new Database("staging", staging, staging, "dev_az_"),
        new Database("production", production, production, "prod_az_"),
        staging);
  }

  public void clear() {
    staging.down = false;
    production.down = false;
    sql.sql(
            "TRUNCATE sync_runs, run_batches, sync_run_changes, sync_dead_letters,"
                + " sync_schedule_states")
        .update();
  }

  public UUID run(String pipeline, String outcome, Instant startedAt, boolean dryRun) {
    String status =
        switch (outcome) {
          case "running" -> "running";
          case "failed", "cancelled" -> "failed";
          default -> "completed";
        };
    return sql.sql(
            """
            INSERT INTO sync_runs (pipeline, scope, trigger, status, outcome, started_at,
                completed_at, rows_processed, rows_created, rows_updated, rows_unchanged, rows_failed,
                api_calls, dry_run, parameters, errors)
            VALUES (:pipeline, 'us', 'schedule', :status, :outcome, :started,
                CASE WHEN :status = 'running' THEN NULL ELSE :started::timestamptz + interval '2500 ms' END,
                10, 4, 3, 2, 1, 7, :dry, '{"marketplace":"us"}', '[{"message":"Grün <b>"}]')
            RETURNING id
            """)
        .param("pipeline", pipeline)
        .param("status", status)
        .param("outcome", outcome)
        .param("started", Timestamp.from(startedAt))
        .param("dry", dryRun)
        .query(UUID.class)
        .single();
  }

  public void batch(UUID run, int seq, String state, Instant committedAt) {
    sql.sql(
            """
            INSERT INTO run_batches (id, run_id, seq, pipeline, stream, scope, fence, table_name,
                kind, keys, rows, rows_created, rows_updated, rows_unchanged, state, committed_at)
            VALUES (gen_random_uuid(), :run, :seq, 'junglescout', 'sales', 'us', 1, 'sales',
                'upsert', '[]', 100, 50, 30, 20, :state, :committed)
            """)
        .params(
            Map.of(
                "run", run, "seq", seq, "state", state, "committed", Timestamp.from(committedAt)))
        .update();
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }

  private void migrate(DataSource database, String folder) {
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:db/migration/" + folder)
        .placeholders(Map.of("prefix", "dev_az_"))
        .load()
        .migrate();
  }
}
