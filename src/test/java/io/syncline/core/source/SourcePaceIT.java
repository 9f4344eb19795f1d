package io.syncline.core.source;

import static io.syncline.support.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.syncline.core.database.Databases;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.support.CoreTest;
import io.syncline.support.ScriptedServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Everybody who calls with one credential waits for one turn, whichever instance it is of. */
@CoreTest
class SourcePaceIT {
  private static final Duration MINUTE = Duration.ofMillis(1_500);
  private static final Duration SECOND = Duration.ofMillis(100);
  private static final int PER_MINUTE = 6;
  private static final int PER_SECOND = 4;

  @Autowired private SourceClient client;
  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  private final ScriptedServer server = new ScriptedServer();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private SourceProfile account;
  private JdbcClient staging;

  @BeforeEach
  void open() {
    staging = JdbcClient.create(databases.staging().pool());
    account =
        new SourceProfile(
                "account-" + UUID.randomUUID(),
                URI.create(server.url() + "/api"),
                true,
                Map::of,
                PER_SECOND,
                PER_MINUTE,
                Allowance.perMonth(1_000),
                Duration.ofSeconds(60))
            .pacedTogether();
  }

  @AfterEach
  void stop() {
    server.close();
    threads.shutdownNow();
  }

  @Test
  void two_instances_and_ten_feeds_never_call_more_often_than_one_may() {
    List<Limiter> instances = List.of(instance(), instance());
    ConcurrentLinkedQueue<Long> calls = new ConcurrentLinkedQueue<>();
    CompletableFuture<?>[] feeds =
        IntStream.range(0, 10)
            .mapToObj(feed -> reading(instances.get(feed % 2), 2, calls))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(feeds).join();
    assertThat(calls).hasSize(20);
    assertThat(most(calls, MINUTE)).isLessThanOrEqualTo(PER_MINUTE);
    assertThat(most(calls, SECOND)).isLessThanOrEqualTo(PER_SECOND);
  }

  @Test
  void a_restart_forgets_no_call() {
    for (int call = 0; call < PER_SECOND; call++) {
      assertThat(take(new SourcePaces(databases))).isZero();
    }
    assertThat(take(new SourcePaces(databases))).isPositive();
    staging
        .sql("UPDATE sync_source_pace SET calls = calls || calls WHERE source = ?")
        .param(account.name())
        .update();
    assertThat(take(new SourcePaces(databases)))
        .isBetween(Duration.ofSeconds(55), Duration.ofSeconds(61));
  }

  @Test
  void a_stop_of_the_run_ends_its_wait_and_takes_no_turn_along() {
    for (int call = 0; call < PER_MINUTE; call++) {
      staging
          .sql(
              "INSERT INTO sync_source_pace AS p VALUES (?, ARRAY[clock_timestamp()])"
                  + " ON CONFLICT (source) DO UPDATE SET calls = p.calls || clock_timestamp()")
          .param(account.name())
          .update();
    }
    ActiveRun run = Runs.open(ledger);
    List<CompletableFuture<SourceAnswer>> calls =
        IntStream.range(0, 3)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> client.call(request(), run), threads))
            .toList();
    run.stop(StopReason.CANCELLED, "by the test");
    for (CompletableFuture<SourceAnswer> call : calls) {
      assertThat(catchThrowable(call::join).getCause())
          .extracting(e -> ((SyncFailure) e).reason())
          .isEqualTo(StopReason.CANCELLED);
    }
    assertThat(run.errors().total()).as("waiting is no failure").isZero();
    assertThat(server.requests()).isEmpty();
    assertThat(noted()).isEqualTo(PER_MINUTE);
  }

  @Test
  void a_wait_that_the_source_asks_for_holds_for_all_instances() {
    account =
        account.meaning(
            answer ->
                answer.status() == 429
                    ? Optional.of(Meaning.retryAfter(Duration.ofSeconds(1), "too many"))
                    : Optional.empty());
    server.answers(json("429 Too Many Requests", "{}"), json("200 OK", "{}"));
    CompletableFuture<SourceAnswer> call =
        CompletableFuture.supplyAsync(() -> client.call(request(), Runs.open(ledger)), threads);
    await().until(() -> server.requests().size() == 1);
    await().until(() -> take(new SourcePaces(databases)).toMillis() > 100);
    assertThat(call.join().isSuccess()).isTrue();
  }

  @Test
  void while_staging_is_away_no_call_goes_out() {
    staging.sql("ALTER TABLE sync_source_pace RENAME TO away").update();
    try {
      assertThatThrownBy(() -> client.call(request(), Runs.open(ledger)))
          .extracting(e -> ((SyncFailure) e).reason())
          .isEqualTo(StopReason.DATABASE_UNAVAILABLE);
      assertThat(server.requests()).isEmpty();
    } finally {
      staging.sql("ALTER TABLE away RENAME TO sync_source_pace").update();
    }
  }

  private Limiter instance() {
    return new SharedLimiter(account, new SourcePaces(databases, MINUTE, SECOND));
  }

  private CompletableFuture<Void> reading(
      Limiter limiter, int times, ConcurrentLinkedQueue<Long> calls) {
    return CompletableFuture.runAsync(
        () -> {
          for (int call = 0; call < times; call++) {
            limiter.enter(() -> {});
            calls.add(System.nanoTime());
          }
        },
        threads);
  }

  private Duration take(SourcePaces paces) {
    return paces.take(account.name(), PER_SECOND, PER_MINUTE);
  }

  private int noted() {
    return staging
        .sql("SELECT cardinality(calls) FROM sync_source_pace WHERE source = ?")
        .param(account.name())
        .query(Integer.class)
        .single();
  }

  /** The most that lie within a window; what a turn takes to arrive is not the limiter's. */
  private static long most(Iterable<Long> calls, Duration window) {
    List<Long> all = new ArrayList<>();
    calls.forEach(all::add);
    long length = window.minusMillis(50).toNanos();
    return all.stream()
        .mapToLong(from -> all.stream().filter(c -> c >= from && c - from < length).count())
        .max()
        .orElseThrow();
  }

  private SourceRequest request() {
    return SourceRequest.get(account, SourcePath.of("items"), SourceQuery.none());
  }
}
