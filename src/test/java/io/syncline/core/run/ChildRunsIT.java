package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ChildRuns.Child;
import io.syncline.core.run.ChildRuns.Order;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.support.CoreTest;
import io.syncline.support.TestPipeline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** What holds for every run that leads others, shown by the pipeline of the tests. */
@CoreTest
class ChildRunsIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Autowired private Databases databases;
  @Autowired private RunStarter starter;
  @Autowired private RunLedger ledger;
  @Autowired private RunHistory history;
  @Autowired private ChildRuns children;
  @Autowired private ActiveRuns runs;
  @Autowired private RunKeeper keeper;
  @Autowired private RunShutdown shutdown;
  @Autowired private TestPipeline pipeline;

  private final String scope = UUID.randomUUID().toString();
  private final List<Child> ended = new CopyOnWriteArrayList<>();
  private volatile JsonNode counted = NullNode.getInstance();

  @AfterEach
  void all_runs_end() {
    runs.all().forEach(run -> run.stop(StopReason.CANCELLED, "the test is over"));
    await().atMost(LONG).until(() -> runs.all().isEmpty());
    pipeline.does(run -> {});
    pipeline.childDoes((run, body) -> {});
  }

  @Test
  void a_parent_ends_as_the_worst_of_its_children_and_after_the_last() {
    leads(3, "sound", "bad", "partial");
    pipeline.childDoes(
        (run, body) -> {
          run.tally().sourceAnswered();
          run.tally().call();
          if (body.equals("bad")) {
            throw TerminalFailure.stopped(StopReason.SOURCE_GARBAGE, "no sheet");
          }
          if (body.equals("partial")) {
            run.trouble(ErrorKind.PARSE, "47", "no e-mail");
          }
        });
    Run parent = start(LONG);
    assertThat(ended)
        .extracting(child -> child.run().orElseThrow().outcome())
        .containsExactly(RunOutcome.COMPLETED, RunOutcome.FAILED, RunOutcome.PARTIAL);
    assertThat(parent.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(parent.failure().map(Failure::code)).contains("CHILD_FAILED");
    assertThat(parent.counts().apiCalls()).as("calls of all").isEqualTo(3);
    assertThat(ended.get(0).run().orElseThrow().counts().apiCalls()).isZero();
    assertThat(parent.children().path("total").asInt()).isEqualTo(3);
    assertThat(parent.children().path("failed").asInt()).isEqualTo(1);
    assertThat(listed(parent))
        .extracting(Run::scope)
        .containsExactlyInAnyOrder(scopeOf("sound"), scopeOf("bad"), scopeOf("partial"));
    assertThat(listed(parent)).allMatch(it -> it.parent().equals(Optional.of(parent.id())));
  }

  @Test
  void rows_of_children_are_summed_up_beside_the_parent() {
    leads(2, "one", "two");
    pipeline.childDoes(
        (run, body) ->
            new JdbcTemplate(databases.staging().pool())
                .update(
                    "UPDATE sync_runs SET rows_processed = 5, rows_skipped = 2, rows_created = 3"
                        + " WHERE id = ?",
                    run.id()));
    JsonNode stats = start(LONG).children().path("stats");
    assertThat(stats.path("rows_processed").asInt()).isEqualTo(10);
    assertThat(stats.path("rows_skipped").asInt()).isEqualTo(4);
  }

  @Test
  void a_child_whose_scope_is_held_is_told_so_and_the_others_go_on() {
    ActiveRun holder =
        ledger.open(request("held", Trigger.MANUAL, Duration.ZERO)).run().orElseThrow();
    leads(2, "held", "free");
    Run parent = start(LONG);
    assertThat(counted.path("other_errors").asInt()).as(counted.toString()).isEqualTo(1);
    assertThat(ended.get(0).refused().orElseThrow().code()).isEqualTo("ALREADY_RUNNING");
    assertThat(ended.get(0).refused().orElseThrow().more())
        .containsEntry("run_id", holder.id().toString());
    assertThat(ended.get(1).run().orElseThrow().outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(parent.outcome()).isEqualTo(RunOutcome.PARTIAL);
    assertThat(parent.errors().at("/items/0/code").asText()).isEqualTo("ALREADY_RUNNING");
    ledger.close(holder, RunOutcome.COMPLETED);
  }

  @Test
  void no_more_children_go_on_at_once_than_may() {
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    leads(2, "a", "b", "c", "d", "e");
    pipeline.childDoes(
        (run, body) -> {
          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          await().pollDelay(Duration.ofMillis(50)).until(() -> true);
          underWay.decrementAndGet();
        });
    assertThat(start(LONG).outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(most.get()).isEqualTo(2);
  }

  @Test
  void a_cancel_of_the_parent_cancels_its_children_and_begins_no_more() {
    CountDownLatch begun = new CountDownLatch(2);
    leads(2, "a", "b", "c");
    pipeline.childDoes(untilStopped(begun));
    Run parent = start(Duration.ZERO);
    await().atMost(LONG).until(() -> begun.getCount() == 0);
    assertThat(ledger.requestCancel(parent.id())).isTrue();
    keeper.renewAll();
    await().atMost(LONG).until(() -> runs.all().isEmpty());
    assertThat(history.find(parent.id()).orElseThrow().outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(listed(parent)).hasSize(2).allMatch(it -> it.outcome() == RunOutcome.CANCELLED);
    assertThat(ended.get(2).refused().orElseThrow().code()).isEqualTo("CANCELLED");
  }

  @Test
  void the_end_of_the_service_closes_parent_and_children() {
    CountDownLatch begun = new CountDownLatch(2);
    leads(2, "a", "b");
    pipeline.childDoes(untilStopped(begun));
    Run parent = start(Duration.ZERO);
    await().atMost(LONG).until(() -> begun.getCount() == 0);
    shutdown.stop();
    shutdown.start();
    List<Run> all = Stream.concat(Stream.of(parent), listed(parent).stream()).toList();
    assertThat(all)
        .hasSize(3)
        .extracting(it -> history.find(it.id()).orElseThrow().failure().orElseThrow().code())
        .containsOnly("INTERRUPTED");
  }

  /** SE-36. */
  @Test
  void children_of_a_dead_process_are_buried_with_their_parent_and_the_next_one_goes_on() {
    ActiveRun dead = ledger.open(request("parent", Trigger.MANUAL, LONG)).run().orElseThrow();
    ActiveRun child =
        ledger.open(request("a", Trigger.MANUAL, LONG).under(dead.id())).run().orElseThrow();
    new JdbcTemplate(databases.staging().pool())
        .update(
            "WITH lapsed AS (UPDATE run_leases SET expires_at = now() - interval '1 s' WHERE run_id IN"
                + " (?, ?)) UPDATE sync_runs SET heartbeat_at = now() - interval '1 min' WHERE id IN (?, ?)",
            dead.id(),
            child.id(),
            dead.id(),
            child.id());
    keeper.buryTheDead();
    for (UUID id : List.of(dead.id(), child.id())) {
      assertThat(history.find(id).orElseThrow().failure().map(Failure::code))
          .contains("INTERRUPTED");
    }
    leads(1, "a");
    assertThat(start(LONG).outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void the_last_run_of_a_pipeline_is_none_that_another_led() {
    leads(1, "a");
    Run parent = start(LONG);
    assertThat(history.latest(List.of(TestPipeline.WORD)).get(TestPipeline.WORD).id())
        .isEqualTo(parent.id());
  }

  /** The next run leads one for each of these, which begins with its name. */
  private void leads(int atOnce, String... names) {
    pipeline.does(
        run -> {
          run.tally().sourceAnswered();
          ended.addAll(
              children.lead(
                  run,
                  Stream.of(names)
                      .map(it -> new Order(request(it, Trigger.MANUAL, LONG), CHILD, it))
                      .toList(),
                  atOnce));
          counted = run.errors().summary();
          run.checkGoingOn();
        });
  }

  private static final String CHILD = TestPipeline.WORD + ".child";

  private static java.util.function.BiConsumer<ActiveRun, Object> untilStopped(
      CountDownLatch begun) {
    return (run, body) -> {
      CompletableFuture<Void> end = new CompletableFuture<>();
      run.waits().begin(() -> end.complete(null));
      begun.countDown();
      end.join();
      run.checkGoingOn();
    };
  }

  private List<Run> listed(Run parent) {
    return history.list(RunQuery.of(Map.of("parent", parent.id().toString())));
  }

  private Run start(Duration patience) {
    return starter.start(request("parent", Trigger.MANUAL, patience));
  }

  private String scopeOf(String name) {
    return request(name, Trigger.MANUAL, LONG).scope();
  }

  private RunRequest request(String name, Trigger trigger, Duration patience) {
    return TestPipeline.request(scope + "/" + name, trigger, Optional.empty(), false, patience);
  }
}
