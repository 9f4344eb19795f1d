package io.syncline.junglescout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.core.record.SyncRecord;
import io.syncline.support.Postgres;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = "syncline.junglescout.sales-batch-rows=100")
class JungleScoutSmallBatchesIT extends JungleScoutService {

  @Test
  @DisplayName("JS-44: batches of 100 take four statements per database for 366 days")
  void a_year_is_four_statements_at_the_documents_size() {
    clock.set("2024-03-02T05:00:00Z");
    newProducts(asins(0, 2));
    VENDORS.days(400);
    hourly();
    assertThat(count("SELECT count(*) FROM dev_az_" + SALES)).isEqualTo(732);
    assertThat(count("SELECT count(*) FROM run_batches WHERE stream = 'sales'")).isEqualTo(8);
    assertThat(count("SELECT max(rows) FROM run_batches WHERE stream = 'sales'")).isEqualTo(100);
    assertThat(count("SELECT count(*) FROM run_batches WHERE state <> 'applied'")).isZero();
    assertThat(status(asin(0))).containsEntry("has_sales_data", true);
    assertBothDatabasesAreEqual();
  }

  @Test
  @DisplayName("no more is read than three groups hold until one of them is written")
  void what_is_read_waits_for_what_is_written() throws Exception {
    readProducts(asins(0, 20), Duration.ofDays(40));
    try (Held held = new Held(stagingName, "dev_az_" + SALES)) {
      var answer = sales();
      await().atMost(Duration.ofSeconds(60)).until(() -> VENDORS.asinsOfSales().size() >= 9);
      await().atMost(Duration.ofSeconds(60)).until(() -> held.waiting() >= 1);
      await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                assertThat(VENDORS.asinsOfSales()).as("three products fill a batch").hasSize(9);
                assertThat(held.waiting()).as("one statement at a time").isEqualTo(1);
              });
      held.letGo();
      answer.get(60, TimeUnit.SECONDS);
    }
    assertThat(outcome()).isEqualTo("completed");
    assertThat(VENDORS.asinsOfSales()).hasSize(20);
    assertBothDatabasesAreEqual();
  }

  @Test
  @DisplayName("a run has production take one batch at a time, and staging goes on meanwhile")
  void production_takes_a_batch_at_a_time() throws Exception {
    readProducts(asins(0, 20), Duration.ofDays(40));
    try (Held held = new Held(productionName, "prod_az_" + SALES)) {
      var answer = sales();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> count("SELECT count(*) FROM run_batches WHERE stream = 'sales'") >= 3);
      await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(held.waiting()).isEqualTo(1));
      held.letGo();
      answer.get(60, TimeUnit.SECONDS);
    }
    assertThat(outcome()).isEqualTo("completed");
    assertThat(count("SELECT count(*) FROM run_batches WHERE state <> 'applied'")).isZero();
    assertBothDatabasesAreEqual();
  }

  @Test
  @DisplayName("what is written is let go of while the run goes on")
  void what_is_written_is_let_go_of() throws Exception {
    readProducts(asins(0, 60), Duration.ofDays(40));
    VENDORS.days(40);
    CountDownLatch last = new CountDownLatch(1);
    VENDORS.sales(
        call -> {
          if (VENDORS.asinsOfSales().size() == 60) {
            await().atMost(Duration.ofSeconds(60)).until(() -> last.getCount() == 0);
          }
          return VENDORS.estimates(call);
        });
    long before = liveRecords();
    var answer = sales();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> count("SELECT count(*) FROM run_batches WHERE state = 'applied'") >= 17);
      assertThat(liveRecords() - before).as("of three groups").isLessThanOrEqualTo(3 * 100);
    } finally {
      last.countDown();
    }
    answer.get(60, TimeUnit.SECONDS);
    assertThat(outcome()).isEqualTo("completed");
    assertThat(count("SELECT count(*) FROM dev_az_" + SALES)).isGreaterThan(60 * 25);
  }

  private CompletableFuture<?> sales() {
    return CompletableFuture.supplyAsync(
        () -> asAdmin("/admin/sync-jungle-scout?date_range=1month"));
  }

  /** A table that nobody else writes to for now. */
  private static final class Held implements AutoCloseable {
    private final Connection connection;
    private final JdbcTemplate database;
    private final String table;

    Held(String database, String table) throws SQLException {
      this.database = new JdbcTemplate(Postgres.source(database));
      this.table = table;
      connection = Postgres.source(database).getConnection();
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("LOCK TABLE " + table + " IN SHARE MODE");
      }
    }

    /** How many statements of a run wait for it; the relay's begin otherwise. */
    int waiting() {
      return database.queryForObject(
          "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
              + " WHERE NOT l.granted AND l.relation = ?::regclass AND a.query LIKE 'WITH %'",
          Integer.class, table);
    }

    void letGo() throws SQLException {
      connection.commit();
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  /** After a collection. */
  private static long liveRecords() throws Exception {
    Object histogram =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    Matcher records =
        Pattern.compile("(\\d+) +\\d+ +" + Pattern.quote(SyncRecord.class.getName()) + "\\b")
            .matcher(String.valueOf(histogram));
    return records.find() ? Long.parseLong(records.group(1)) : 0;
  }
}
