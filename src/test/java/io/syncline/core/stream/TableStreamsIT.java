package io.syncline.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.relay.Relay;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.verify.Verification.Fault;
import io.syncline.core.verify.Verification.Finding;
import io.syncline.core.verify.Verifier;
import io.syncline.core.write.WriteBench;
import io.syncline.support.CoreTest;
import io.syncline.support.TestStreams;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.test.annotation.DirtiesContext;

/** A table of people's own: whatever its columns are called and whatever they hold. */
@CoreTest
@DirtiesContext
class TableStreamsIT {
  private static final String ID = "0b0c8f4e-6b1c-4f0e-8d4b-0c7c2f6f1a01";
  private static final Map<String, String> ROW =
      Map.ofEntries(
          Map.entry("id", ID),
          Map.entry("Full Name", "O'Brien, \"Zoë\" {{x}} ${y} \\ ?"),
          Map.entry("order", "9007199254740993"),
          Map.entry("amount", "12345.678"),
          Map.entry("rate", "0.1000"),
          Map.entry("day", "2024-02-29"),
          Map.entry("at", "2024-03-10T02:30:00.123456-05:00"),
          Map.entry("updated_at", "2024-03-10 02:30:00"),
          Map.entry("active", "true"),
          Map.entry("data", "{\"b\": 1.50, \"a\": null}"),
          Map.entry("raw", "{\"b\":1,  \"b\":2}"),
          Map.entry("tags", "{a,\"b,c\",NULL}"),
          Map.entry("spot", "(1.5,2)"),
          Map.entry("code", "ab"),
          Map.entry("short", "abc"),
          Map.entry("span", "1 mon -2 days"),
          Map.entry("ip", "10.0.0.0/8"),
          Map.entry("ratio", "0.1"),
          Map.entry("bytes", "\\xdeadbeef"));

  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  @Autowired private TableStreams tables;
  @Autowired private Relay relay;
  @Autowired private Verifier verifier;
  private WriteBench bench;

  @BeforeEach
  void no_people() {
    bench = new WriteBench(databases, template);
    bench.clear();
  }

  @AfterEach
  void production_is_up() {
    bench.bringProductionUp();
  }

  @Test
  void an_array_of_texts_arrives_as_it_is() throws SQLException {
    String[] none = {};
    String[] texts = {
      "", null, "O'Brien, \"Zoë\" {{x}} ${y} \\ ?", "NULL", "\uD83D\uDE00 \n", "ü".repeat(1_000_000)
    };
    assertThat(arrived(none)).isEqualTo(none);
    assertThat(arrived(texts)).isEqualTo(texts);
  }

  @Test
  void a_column_of_each_type_arrives_as_it_is() throws SQLException {
    LocalDate early = LocalDate.of(1900, 1, 1);
    assertThat(arrived(Column.integer("c"), 7, null, Integer.MIN_VALUE))
        .isEqualTo(new Integer[] {7, null, Integer.MIN_VALUE});
    assertThat(arrived(Column.bool("c"), true, null, false))
        .isEqualTo(new Boolean[] {true, null, false});
    assertThat(arrived(Column.date("c"), early, LocalDate.EPOCH, null))
        .isEqualTo(new Integer[] {-25_567, 0, null});
    assertThat(arrived(Column.numeric("c"), new BigDecimal("-12.50"), null, new BigDecimal("1E+3")))
        .isEqualTo(new String[] {"-12.50", null, "1E+3"});
    assertThat(arrived(Column.text("c"), "same", "same", null, "same", "other"))
        .isEqualTo(new String[] {"same", "same", null, "same", "other"});
    assertThat(arrived(Column.integer("c"))).isEqualTo(new Integer[0]);
  }

  private Object arrived(Column column, Object... values) throws SQLException {
    List<SyncRecord> records =
        Arrays.stream(values).map(value -> SyncRecord.of(new Object[] {value})).toList();
    return arrived(
        column.type().element(), connection -> ColumnArrays.of(connection, column, records, 0));
  }

  private Object arrived(String[] texts) throws SQLException {
    return arrived("text", connection -> ColumnArrays.texts(connection, texts));
  }

  private interface Sent {
    Array on(Connection connection) throws SQLException;
  }

  private Object arrived(String element, Sent array) throws SQLException {
    try (Connection connection = databases.staging().pool().getConnection();
        PreparedStatement statement = connection.prepareStatement("SELECT ?::" + element + "[]")) {
      statement.setArray(1, array.on(connection));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getArray(1).getArray();
      }
    }
  }

  @Test
  void every_type_comes_to_production_as_staging_holds_it() {
    ActiveRun run = Runs.open(ledger);
    assertThat(bench.write(run, people(ROW)).getException()).isNull();
    assertThat(run.errors().samples()).isEmpty();
    assertThat(rows(bench.staging)).hasSize(1).first().asString().contains("12345.68");
    assertThat(rows(bench.production)).isEqualTo(rows(bench.staging));
    bench.write(run, people(ROW));
    assertThat(bench.counts(run).created()).isEqualTo(1);
    assertThat(bench.counts(run).updated()).as("equal after the cast to the column").isZero();
    assertThat(verifier.verify().findings()).isEmpty();
  }

  @Test
  void the_relay_copies_every_type() {
    ActiveRun run = Runs.open(ledger);
    bench.takeProductionDown();
    bench.write(run, people(ROW));
    bench.bringProductionUp();
    bench.letTimePass();
    Awaitility.await()
        .untilAsserted(
            () -> {
              relay.deliverDue();
              assertThat(bench.states(run)).containsOnly("applied");
            });
    assertThat(rows(bench.production)).isEqualTo(rows(bench.staging)).hasSize(1);
  }

  @Test
  void a_text_that_is_too_long_is_refused_and_not_cut() {
    ActiveRun run = Runs.open(ledger);
    bench.write(run, people(with("short", "abcd")));
    assertThat(rows(bench.staging)).isEmpty();
    assertThat(bench.letters(run))
        .singleElement()
        .satisfies(letter -> assertThat(letter.get("error")).asString().contains("22001"));
  }

  @Test
  void a_difference_in_any_column_is_found() {
    bench.write(Runs.open(ledger), people(ROW));
    for (String change :
        List.of(
            "\"order\" = \"order\" + 1",
            "raw = '{\"b\":1}'",
            "at = at + interval '1 microsecond'",
            "tags = NULL",
            "spot = point(1.5, 2.5)",
            "\"Full Name\" = ''")) {
      bench.production.update("UPDATE test_people SET " + change);
      assertThat(verifier.verify().findings())
          .as(change)
          .extracting(Finding::fault)
          .containsExactly(Fault.DIFFERENT);
      bench.production.update("DELETE FROM test_people");
      bench.staging.update("UPDATE test_people SET rate = rate + 1");
      bench.write(Runs.open(ledger), people(ROW));
    }
  }

  @Test
  void a_scale_that_one_database_lacks_is_no_difference() {
    bench.write(Runs.open(ledger), people(ROW));
    bench.production.update("UPDATE test_people SET rate = 0.10");
    assertThat(verifier.verify().findings()).isEmpty();
  }

  @Test
  void a_column_that_is_added_is_brought_over_and_one_of_staging_only_is_not() {
    for (var database : List.of(bench.staging, bench.production)) {
      database.execute("ALTER TABLE test_people ADD COLUMN IF NOT EXISTS \"New?\" text");
    }
    bench.staging.execute("ALTER TABLE test_people ADD COLUMN IF NOT EXISTS own text");
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(15))
          .untilAsserted(() -> assertThat(names()).contains("New?").doesNotContain("own"));
      assertThat(names()).startsWith("id").doesNotContain("doubled");
      bench.write(Runs.open(ledger), people(with("New?", "here")));
      assertThat(rows(bench.production)).isEqualTo(rows(bench.staging)).hasSize(1);
    } finally {
      bench.staging.execute("ALTER TABLE test_people DROP COLUMN own");
    }
  }

  @Test
  void whoever_asks_while_somebody_does_takes_no_connection() {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    DataSource slow =
        new DelegatingDataSource(databases.staging().pool()) {
          @Override
          public Connection getConnection() throws SQLException {
            asked.incrementAndGet();
            try {
              go.await();
            } catch (InterruptedException e) {
              throw new SQLException(e);
            }
            return super.getConnection();
          }
        };
    Database there = databases.staging();
    TableStreams slowly =
        new TableStreams(
            new Databases(
                new Database(there.name(), slow, there.relayPool(), there.prefix()),
                databases.production(),
                databases.lease()));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<CompletableFuture<List<TableColumn>>> answers =
        IntStream.range(0, 4)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> slowly.columns("test_people"), threads))
            .toList();
    try {
      Awaitility.await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(5))
          .until(() -> asked.get() == 1);
    } finally {
      go.countDown();
      threads.shutdown();
    }
    assertThat(answers)
        .allSatisfy(it -> assertThat(it.join()).isEqualTo(tables.columns("test_people")));
  }

  @Test
  void a_table_that_is_not_there_is_no_stream() {
    assertThat(tables.of("nobody", "test_nobody", List.of("id"))).isEmpty();
    assertThat(tables.of("people", "test_people", List.of("nothing"))).isEmpty();
  }

  private List<String> names() {
    return stream().columns().stream().map(Column::name).toList();
  }

  private Stream stream() {
    return tables.of(TestStreams.PEOPLE, "test_people", List.of("id")).orElseThrow();
  }

  private static Map<String, String> with(String column, String value) {
    Map<String, String> row = new java.util.HashMap<>(ROW);
    row.put(column, value);
    return row;
  }

  private Batch people(Map<String, String> row) {
    Stream stream = stream();
    Object[] values = stream.columns().stream().map(c -> row.get(c.name())).toArray();
    return Batch.of(stream, List.of(SyncRecord.of(values)), WriteBench.STAMP);
  }

  private static List<String> rows(org.springframework.jdbc.core.JdbcTemplate database) {
    return database.queryForList(
        "SELECT (to_jsonb(t) - 'own')::text FROM test_people t ORDER BY id", String.class);
  }
}
