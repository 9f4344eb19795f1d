package io.syncline.core.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.database.Databases;
import io.syncline.core.database.Sql;
import io.syncline.core.error.RowError;
import io.syncline.core.error.Severity;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Cursors;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.stream.Batch.CursorMove;
import io.syncline.core.stream.TableStreams;
import io.syncline.core.verify.Verifier;
import io.syncline.support.CoreTest;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;

/** Batches that are composed inside their transaction, into two tables. */
@CoreTest
@DirtiesContext
class ComposedWriteIT {
  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  @Autowired private TableStreams tables;
  @Autowired private ComposedWriter writer;
  @Autowired private Cursors cursors;
  @Autowired private Verifier verifier;
  private ComposeBench bench;

  @BeforeEach
  void nothing_is_there() {
    bench = new ComposeBench(databases, template, tables);
    bench.clear();
  }

  @Test
  void what_is_composed_comes_to_both_databases_with_its_counts() {
    ActiveRun run = Runs.open(ledger);
    assertThat(bench.compose(run, bench.sheet("a", 1, "b", 2)).getException()).isNull();
    assertThat(bench.compose(run, bench.sheet("a", 1, "b", 3, "c", 4)).getException()).isNull();
    assertThat(bench.scores(bench.write.staging)).containsExactly("a=1", "b=3", "c=4");
    assertThat(bench.all(bench.write.production)).isEqualTo(bench.all(bench.write.staging));
    assertThat(bench.batches(run))
        .extracting(
            row ->
                row.get("rows_created")
                    + " "
                    + row.get("rows_updated")
                    + " "
                    + row.get("rows_unchanged"))
        .containsExactly("2 0 0", "1 1 1");
    assertThat(bench.batches(run)).allMatch(row -> row.get("state").equals("applied"));
    assertThat(run("rows_processed", run)).isEqualTo(5);
    assertThat(run("fields_changed", run)).isEqualTo(4);
    assertThat(verifier.verify().findings()).isEmpty();
  }

  @Test
  void what_changes_nothing_writes_nothing_and_says_so() {
    ActiveRun run = Runs.open(ledger);
    bench.compose(run, bench.sheet("a", 1));
    List<String> before = bench.all(bench.write.staging);
    bench.compose(run, bench.sheet("a", 1));
    assertThat(bench.all(bench.write.staging)).isEqualTo(before);
    assertThat(bench.batches(run).get(1))
        .containsEntry("kind", "staging")
        .containsEntry("rows_unchanged", 1)
        .containsEntry("state", "applied");
    assertThat(verifier.verify().findings()).isEmpty();
  }

  @Test
  void a_run_without_its_lease_composes_nothing() {
    ActiveRun run = Runs.open(ledger);
    bench.write.staging.update(
        "UPDATE run_leases SET expires_at = now() - interval '1 s' WHERE scope = ?", run.scope());
    AtomicInteger composed = new AtomicInteger();
    Exchange sent =
        bench.compose(run, Stepped.before(bench.sheet("a", 1), tx -> composed.incrementAndGet()));
    assertThat(WriteBench.failure(sent)).isInstanceOf(TerminalFailure.class);
    assertThat(run.stopped().orElseThrow().reason()).isEqualTo(StopReason.LEASE_LOST);
    assertThat(composed).hasValue(0);
    assertThat(bench.all(bench.write.staging)).isEmpty();
  }

  @Test
  void whoever_takes_the_scope_over_meanwhile_waits_for_the_commit() {
    ActiveRun old = Runs.open(ledger, "composed-over", false);
    List<CompletableFuture<ActiveRun>> takers = new ArrayList<>();
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    Composition slow =
        Stepped.before(
            bench.sheet("a", 1),
            tx -> {
              bench.write.staging.update(
                  "UPDATE run_leases SET expires_at = now() - interval '1 s' WHERE scope = ?",
                  old.scope());
              takers.add(
                  CompletableFuture.supplyAsync(
                      () -> {
                        ActiveRun young = Runs.open(ledger, "composed-over", false);
                        seen.add(bench.scores(bench.write.staging).size());
                        return young;
                      }));
            });
    ComposedDelivery delivery = bench.stage(old, slow);
    ActiveRun young = takers.get(0).join();
    assertThat(seen).as("the row was committed before the scope was granted").containsExactly(1);
    assertThat(young.fence()).isEqualTo(old.fence() + 1);
    assertThat(WriteBench.failure(bench.apply(delivery))).isInstanceOf(TerminalFailure.class);
    assertThat(bench.all(bench.write.production)).as("the relay will bring it").isEmpty();
    assertThat(bench.write.states(old)).containsExactly("pending");
  }

  @Test
  void a_refused_row_costs_itself_only_and_is_no_dead_letter() {
    ActiveRun run = Runs.open(ledger);
    Composition sheet =
        bench.sheet("a", 1, "b", 2, "a name of more than twenty", 3, "d", 4, "e", 1000, "f", 6);
    assertThat(bench.compose(run, sheet).getException()).isNull();
    assertThat(bench.scores(bench.write.staging)).containsExactly("a=1", "b=2", "d=4", "f=6");
    assertThat(bench.all(bench.write.production)).isEqualTo(bench.all(bench.write.staging));
    assertThat(bench.entries(run)).containsExactly("4 DB_REJECTED", "6 DB_REJECTED");
    assertThat(bench.write.letters(run)).isEmpty();
    assertThat(run("rows_skipped", run)).isEqualTo(2);
    assertThat(run("rows_created", run)).isEqualTo(4);
    assertThat(run.errors().total()).isEqualTo(2);
    assertThat(bench.write.staging.queryForList("SELECT name FROM test_claims", String.class))
        .as("everything of a refused row is undone")
        .containsExactlyInAnyOrder("a", "b", "d", "f");
    assertThat(verifier.verify().findings()).isEmpty();
  }

  @Test
  void a_row_that_a_trigger_keeps_back_is_refused_with_all_that_is_of_it() {
    bench.write.staging.execute(
        """
        CREATE FUNCTION test_keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER test_keep BEFORE INSERT ON test_partners FOR EACH ROW
        WHEN (NEW.name = 'b') EXECUTE FUNCTION test_keep();
        """);
    try {
      ActiveRun run = Runs.open(ledger);
      bench.compose(run, bench.sheet("a", 1, "b", 2, "c", 3));
      assertThat(bench.scores(bench.write.staging)).containsExactly("a=1", "c=3");
      assertThat(bench.entries(run)).containsExactly("3 DB_REJECTED");
      assertThat(bench.all(bench.write.production)).isEqualTo(bench.all(bench.write.staging));
    } finally {
      bench.write.staging.execute("DROP FUNCTION test_keep CASCADE");
    }
  }

  @Test
  void a_connection_that_dies_in_the_middle_leaves_nothing_and_is_tried_again() {
    ActiveRun run = Runs.open(ledger);
    AtomicInteger turns = new AtomicInteger();
    Composition dying =
        Stepped.after(
            bench.sheet("a", 1),
            tx -> {
              if (turns.incrementAndGet() == 1) {
                int backend =
                    tx.client().sql("SELECT pg_backend_pid()").query(Integer.class).single();
                bench.write.staging.queryForList("SELECT pg_terminate_backend(?)", backend);
              }
            });
    assertThat(bench.compose(run, dying).getException()).isNull();
    assertThat(turns).hasValue(2);
    assertThat(bench.scores(bench.write.production)).containsExactly("a=1");
    assertThat(bench.batches(run)).hasSize(1);
    assertThat(run("rows_processed", run)).isEqualTo(1);
  }

  @Test
  void a_commit_that_was_not_heard_is_as_good_as_one_that_was() throws Exception {
    ActiveRun run = Runs.open(ledger);
    List<RowError> said =
        List.of(
            new RowError("2", "score", "INVALID_NUMBER", "no number", Severity.ERROR),
            new RowError("3", null, "DUPLICATE_ROW", "again", Severity.WARNING));
    Composition sheet =
        Stepped.answering(bench.sheet("a", 1, "b", 2), composed -> composed.saying(said));
    ComposedDelivery delivery = new ComposedDelivery(run, List.of(sheet), false);
    try (Connection connection = databases.staging().pool().getConnection()) {
      Sql.inTransaction(
          connection, () -> writer.write(connection, delivery, delivery.unstaged().getFirst()));
    }
    template.send(
        "direct:core.compose-staging", exchange -> exchange.getMessage().setBody(delivery));
    assertThat(delivery.unstaged()).isEmpty();
    assertThat(run("rows_processed", run)).isEqualTo(2);
    assertThat(run.tally().hasWritten()).isTrue();
    assertThat(run.errors().total()).isEqualTo(1);
    assertThat(run.errors().warnings()).isEqualTo(1);
    assertThat(bench.entries(run)).containsExactly("2 INVALID_NUMBER", "3 DUPLICATE_ROW");
    bench.apply(delivery);
    assertThat(bench.batches(run)).singleElement().extracting("state").isEqualTo("applied");
    assertThat(bench.all(bench.write.production)).isEqualTo(bench.all(bench.write.staging));
  }

  @Test
  void the_cursor_moves_with_what_reached_it() {
    ActiveRun run = Runs.open(ledger);
    var page = JsonNodeFactory.instance.objectNode().put("page", 2);
    Composition sheet = bench.sheet("a", 1);
    bench.compose(
        run,
        Stepped.answering(sheet, composed -> composed.moving(new CursorMove("partners", page))));
    assertThat(cursors.find(run.pipeline(), "partners", run.scope())).contains(page);
  }

  @Test
  void two_scopes_that_write_the_same_rows_in_opposite_order_never_wait_for_each_other_in_a_ring() {
    Object[] forth = new Object[400];
    Object[] back = new Object[400];
    long before = deadlocks();
    for (int turn = 1; turn <= 4; turn++) {
      for (int i = 0; i < 200; i++) {
        forth[2 * i] = "p" + i;
        back[2 * i] = "p" + (199 - i);
        forth[2 * i + 1] = turn;
        back[2 * i + 1] = 100 + turn;
      }
      ActiveRun one = Runs.open(ledger);
      ActiveRun other = Runs.open(ledger);
      Composition first = bench.sheet(forth);
      Composition second = bench.sheet(back);
      CompletableFuture<Exchange> beside =
          CompletableFuture.supplyAsync(() -> bench.compose(other, second));
      assertThat(bench.compose(one, first).getException()).isNull();
      assertThat(beside.join().getException()).isNull();
    }
    assertThat(deadlocks()).isEqualTo(before);
    assertThat(bench.scores(bench.write.staging)).hasSize(200);
    assertThat(bench.all(bench.write.production)).isEqualTo(bench.all(bench.write.staging));
    assertThat(verifier.verify().findings()).isEmpty();
  }

  private long deadlocks() {
    return bench.write.staging.queryForObject(
        "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()", Long.class);
  }

  private int run(String column, ActiveRun run) {
    return bench.write.staging.queryForObject(
        "SELECT " + column + " FROM sync_runs WHERE id = ?", Integer.class, run.id());
  }
}
