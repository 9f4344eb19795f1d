package io.syncline.core.write;

import static io.syncline.core.write.WriteBench.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.syncline.core.database.Databases;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.RunOutcome;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunStarter;
import io.syncline.core.run.Runs;
import io.syncline.support.CoreTest;
import io.syncline.support.TestPipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A run goes on while production takes its batch, and ends after it. */
@CoreTest
class WriteBehindIT {
  private static final Duration A_WHILE = Duration.ofMillis(300);

  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private RunStarter starter;
  @Autowired private ProducerTemplate template;
  @Autowired private TestPipeline pipeline;
  private WriteBench bench;
  private Connection holder;

  /** Whoever writes to the table in production waits. */
  @BeforeEach
  void production_is_held() throws SQLException {
    bench = new WriteBench(databases, template);
    holder = databases.production().pool().getConnection();
    holder.setAutoCommit(false);
    try (Statement statement = holder.createStatement()) {
      statement.execute(
          "LOCK TABLE " + databases.production().table("test_items") + " IN EXCLUSIVE MODE");
    }
  }

  @AfterEach
  void nothing_is_left() throws SQLException {
    pipeline.does(run -> {});
    release();
    holder.close();
    bench.bringProductionUp();
  }

  @Test
  void a_run_is_one_batch_ahead_of_production() throws SQLException {
    ActiveRun run = Runs.open(ledger);

    Exchange first = bench.writeBehind(run, bench.items(item("WA", "one")));
    assertThat(first.getException()).isNull();
    assertThat(bench.names(bench.staged("test_items", "WA"))).containsExactly("WA=one");
    assertThat(bench.states(run)).containsExactly("pending");

    CompletableFuture<Exchange> second =
        CompletableFuture.supplyAsync(() -> bench.writeBehind(run, bench.items(item("WA", "two"))));
    await().until(() -> bench.names(bench.staged("test_items", "WA")).contains("WA=two"));
    await().during(A_WHILE).until(() -> !second.isDone());
    assertThat(bench.states(run)).containsExactly("pending", "pending");

    release();
    assertThat(second.join().getException()).isNull();
    run.settle();
    assertThat(bench.states(run)).containsExactly("applied", "applied");
    assertThat(bench.delivered("test_items", "WA")).isEqualTo(bench.staged("test_items", "WA"));
    assertThat(run.errors().total()).isZero();
  }

  @Test
  void a_run_ends_after_production_has_its_last_batch() throws SQLException {
    pipeline.does(run -> bench.writeBehind(run, bench.items(item("WB", "last"))));
    UUID run =
        starter
            .start(
                TestPipeline.request(
                    UUID.randomUUID().toString(),
                    Trigger.MANUAL,
                    Optional.empty(),
                    false,
                    Duration.ZERO))
            .id();

    await().until(() -> !bench.staged("test_items", "WB").isEmpty());
    await().during(A_WHILE).until(() -> stored(run).outcome() == RunOutcome.RUNNING);

    release();
    await().until(() -> stored(run).outcome() == RunOutcome.COMPLETED);
    assertThat(bench.delivered("test_items", "WB")).hasSize(1);
  }

  @Test
  void a_batch_that_is_written_in_turn_waits_for_the_one_behind() throws SQLException {
    ActiveRun run = Runs.open(ledger);
    bench.writeBehind(run, bench.items(item("WC", "behind")));

    CompletableFuture<Exchange> next =
        CompletableFuture.supplyAsync(() -> bench.write(run, bench.items(item("WC", "in turn"))));
    await().during(A_WHILE).until(() -> bench.states(run).size() == 1);

    release();
    assertThat(next.join().getException()).isNull();
    assertThat(bench.states(run)).containsExactly("applied", "applied");
    assertThat(bench.names(bench.delivered("test_items", "WC"))).containsExactly("WC=in turn");
  }

  @Test
  void a_run_whose_scope_was_granted_again_is_told_afterwards() throws SQLException {
    ActiveRun run = Runs.open(ledger);
    bench.writeBehind(run, bench.items(item("WD", "late")));
    bench.staging.update(
        "UPDATE run_leases SET expires_at = now() - interval '1 s' WHERE scope = ?", run.scope());
    ledger.open(run.request());

    release();
    assertThatThrownBy(run::settle).isInstanceOf(TerminalFailure.class);
    assertThat(run.stopped().orElseThrow().reason()).isEqualTo(StopReason.LEASE_LOST);
    assertThat(bench.delivered("test_items", "WD")).isEmpty();
    assertThat(bench.states(run)).containsExactly("pending");
  }

  @Test
  void what_production_does_not_take_is_left_to_the_relay() throws SQLException {
    ActiveRun run = Runs.open(ledger);
    release();
    bench.takeProductionDown();

    assertThat(bench.writeBehind(run, bench.items(item("WE", "one"))).getException()).isNull();
    run.settle();
    assertThat(bench.states(run)).containsExactly("pending");
    assertThat(run.errors().total()).isEqualTo(1);
    assertThat(run.stopped()).as("the run goes on").isEmpty();
  }

  private Run stored(UUID run) {
    return Runs.history(databases).find(run).orElseThrow();
  }

  private void release() throws SQLException {
    if (!holder.isClosed()) {
      holder.rollback();
    }
  }
}
