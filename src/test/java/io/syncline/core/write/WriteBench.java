package io.syncline.core.write;

import com.zaxxer.hikari.HikariDataSource;
import io.syncline.core.database.Databases;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunCounts;
import io.syncline.core.run.Runs;
import io.syncline.core.stream.Batch;
import io.syncline.support.Postgres;
import io.syncline.support.TestStreams;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.springframework.jdbc.core.JdbcTemplate;

/** Sends batches through the real routes and looks into both databases. */
public final class WriteBench {
  public static final Instant STAMP = Instant.parse("2026-03-01T10:00:00Z");

  public final JdbcTemplate staging;
  public final JdbcTemplate production;
  private final String productionName;
  private final Databases databases;
  private final ProducerTemplate template;

  public WriteBench(Databases databases, ProducerTemplate template) {
    this.databases = databases;
    this.template = template;
    this.staging = new JdbcTemplate(databases.staging().pool());
    this.production = new JdbcTemplate(databases.production().pool());
    this.productionName = production.queryForObject("SELECT current_database()", String.class);
  }

  /** Without the rows of tests before it, whichever of their tables they are in. */
  public void clear() {
    for (JdbcTemplate database : List.of(staging, production)) {
      List<String> tables =
          database.queryForList(
              "SELECT quote_ident(tablename) FROM pg_tables WHERE tablename ~ '(^|_)test_' OR tablename"
                  + " IN ('run_batches', 'sync_dead_letters', 'sync_runs', 'sync_errors', 'sync_applied')",
              String.class);
      database.execute("TRUNCATE " + String.join(", ", tables));
    }
  }

  public Exchange write(ActiveRun run, Batch batch) {
    return write("direct:core.write", run, batch);
  }

  /** Comes back before production has it. */
  public Exchange writeBehind(ActiveRun run, Batch batch) {
    return write("direct:core.write-behind", run, batch);
  }

  private Exchange write(String route, ActiveRun run, Batch batch) {
    return template.send(
        route,
        exchange -> {
          exchange.getMessage().setBody(batch);
          exchange.setVariable("run", run);
        });
  }

  /** What the routes ended with: the failure of ours in what Camel wraps around it. */
  static SyncFailure failure(Exchange exchange) {
    Throwable cause = exchange.getException();
    while (cause != null && !(cause instanceof SyncFailure)) {
      cause = cause.getCause();
    }
    return (SyncFailure) cause;
  }

  public Batch items(SyncRecord... records) {
    return Batch.of(TestStreams.ITEMS, List.of(records), STAMP);
  }

  public static SyncRecord item(String code, String name) {
    return item(code, name, "1.50");
  }

  public static SyncRecord item(String code, String name, String amount) {
    return SyncRecord.of(
        code,
        name,
        amount == null ? null : new BigDecimal(amount),
        7,
        LocalDate.parse("2026-02-28"),
        true,
        "{\"a\": 1}");
  }

  public static SyncRecord day(String code, String day, int units) {
    return SyncRecord.of(code, LocalDate.parse(day), units);
  }

  public RunCounts counts(ActiveRun run) {
    return Runs.history(databases).find(run.id()).orElseThrow().counts();
  }

  /** The rows of a table whose code begins so, every column, time stamps included. */
  public List<Map<String, Object>> staged(String table, String prefix) {
    return rows(staging, databases.staging().table(table), prefix);
  }

  public List<Map<String, Object>> delivered(String table, String prefix) {
    return rows(production, databases.production().table(table), prefix);
  }

  private static List<Map<String, Object>> rows(JdbcTemplate jdbc, String table, String prefix) {
    return jdbc.queryForList(
        "SELECT t.*, t::text AS whole FROM " + table + " t WHERE code LIKE ? ORDER BY t::text",
        prefix + "%");
  }

  public List<String> names(List<Map<String, Object>> rows) {
    return rows.stream().map(row -> row.get("code") + "=" + row.get("name")).toList();
  }

  public List<String> states(ActiveRun run) {
    return staging.queryForList(
        "SELECT state FROM run_batches WHERE run_id = ? ORDER BY seq", String.class, run.id());
  }

  /** Batches of the run that production has heard of. */
  public List<UUID> heardOf(ActiveRun run) {
    return production.queryForList(
        "SELECT batch_id FROM sync_applied WHERE run_id = ?", UUID.class, run.id());
  }

  public List<Map<String, Object>> letters(ActiveRun run) {
    return staging.queryForList(
        "SELECT * FROM sync_dead_letters WHERE run_id = ? ORDER BY record_key", run.id());
  }

  public List<String> deliveries(String mark) {
    return staging.queryForList(
        "SELECT marks ->> 'mark' FROM test_deliveries WHERE marks ->> 'mark' = ?",
        String.class,
        mark);
  }

  public int applied(UUID batch) {
    return production.queryForObject(
        "SELECT count(*) FROM sync_applied WHERE batch_id = ?", Integer.class, batch);
  }

  /** What is pending is due now, as if the grace and the back-off had passed. */
  public void letTimePass() {
    staging.update(
        "UPDATE run_batches SET committed_at = committed_at - interval '1 hour',"
            + " next_attempt_at = now() - interval '1 hour' WHERE state = 'pending'");
  }

  public void takeProductionDown() {
    Postgres.takeDown(productionName);
  }

  /** The next test does not meet the outage in a connection that a pool still holds. */
  public void bringProductionUp() {
    Postgres.bringUp(productionName);
    Postgres.renew(
        Stream.of(databases.production().pool(), databases.production().relayPool())
            .map(HikariDataSource.class::cast)
            .toList());
  }

  /** Does a statement in production that needs its table's prefix. */
  public void alterProduction(String sql) {
    production.execute(sql.replace("test_items", databases.production().table("test_items")));
  }

  public void alterStaging(String sql) {
    staging.execute(sql.replace("{items}", databases.staging().table("test_items")));
  }

  public static SyncRecord[] many(String prefix, int from, int to) {
    List<SyncRecord> records = new ArrayList<>();
    for (int i = from; i < to; i++) {
      records.add(item("%s%03d".formatted(prefix, i), "n" + i));
    }
    return records.toArray(SyncRecord[]::new);
  }
}
