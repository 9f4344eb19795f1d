package io.syncline.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.support.CoreTest;
import io.syncline.support.RawServer;
import io.syncline.support.RawServer.Manner;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/**
 * C15, C16, C26: however an answer comes, a call is over in its time and holds no more than it may.
 */
@CoreTest
@TestPropertySource(
    properties = {
      "syncline.source.tries-again=0",
      "syncline.source.call-timeout=2s",
      "syncline.source.largest-answer=1MB"
    })
class SourceBoundsIT {
  private static final Duration FAR_LONGER = Duration.ofSeconds(60);
  private static final long BUFFERS_OF_SOCKETS = 32_000_000;
  private static final Set<Manner> TOO_LARGE =
      EnumSet.of(Manner.FLOOD_OF_BODY, Manner.FLOOD_WITHOUT_LENGTH, Manner.FLOOD_OF_A_REFUSAL);

  @Autowired private SourceClient client;
  @Autowired private RunLedger ledger;
  private final RawServer server = RawServer.alone();
  private ActiveRun run;

  @BeforeEach
  void open() {
    run = Runs.open(ledger);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Manner.class)
  void c26_a_call_ends_in_its_time_and_hangs_up(Manner manner) {
    long spooled = spooled();
    server.mistreat(".*", manner);
    Throwable failure = failureOf(call());
    assertThat(((SyncFailure) failure).reason())
        .isEqualTo(
            TOO_LARGE.contains(manner) ? StopReason.SOURCE_FAILED : StopReason.SOURCE_UNREACHABLE);
    await().atMost(FAR_LONGER).until(() -> server.hungUp() == 1);
    assertThat(server.mistreated()).isEqualTo(1);
    assertThat(server.sent()).isLessThan(1_000_000 + BUFFERS_OF_SOCKETS);
    assertThat(spooled()).as("files left behind").isEqualTo(spooled);
  }

  @ParameterizedTest
  @EnumSource(value = Manner.class, mode = Mode.MATCH_ALL, names = "(?!FLOOD).*")
  void a_stop_of_the_run_ends_its_calls(Manner manner) {
    server.mistreat(".*", manner);
    CompletableFuture<SourceAnswer> call = call();
    await().atMost(FAR_LONGER).until(() -> server.mistreated() == 1);
    run.stop(StopReason.CANCELLED, "by the test");
    assertThat(failureOf(call))
        .isInstanceOf(TerminalFailure.class)
        .extracting(e -> ((SyncFailure) e).reason())
        .isEqualTo(StopReason.CANCELLED);
    await().atMost(FAR_LONGER).until(() -> server.hungUp() == 1);
  }

  @ParameterizedTest
  @FieldSource("TOO_LARGE")
  void what_is_too_large_is_called_so_with_its_limit(Manner manner) {
    server.mistreat(".*", manner);
    assertThat(failureOf(call()))
        .isInstanceOf(TransientFailure.class)
        .hasMessageEndingWith(" answers more than 1048576 bytes");
  }

  @Test
  void a_connection_that_was_hung_up_is_not_used_again_and_none_is_lost() {
    for (int i = 0; i < 25; i++) {
      server.mistreat(".*", Manner.FLOOD_OF_BODY);
      assertThat(failureOf(call())).isInstanceOf(SyncFailure.class);
    }
  }

  private CompletableFuture<SourceAnswer> call() {
    SourceProfile source =
        new SourceProfile(
            "raw-" + UUID.randomUUID(),
            URI.create(server.url() + "/api"),
            true,
            Map::of,
            1_000,
            10_000,
            Allowance.perMonth(1_000),
            Duration.ofSeconds(60));
    return CompletableFuture.supplyAsync(
        () ->
            client.call(
                new SourceRequest(source, "GET", "/items", Map.of(), Map.of(), Optional.empty()),
                run));
  }

  private static Throwable failureOf(CompletableFuture<SourceAnswer> call) {
    Throwable failure = catchThrowable(() -> call.get(FAR_LONGER.toSeconds(), TimeUnit.SECONDS));
    assertThat(failure).as("the end of the call").hasCauseInstanceOf(SyncFailure.class);
    return failure.getCause();
  }

  /** What Camel's stream caching has on disk, of any process. */
  private static long spooled() {
    File[] directories =
        Path.of(System.getProperty("java.io.tmpdir"), "camel").toFile().listFiles();
    long files = 0;
    for (File directory : directories == null ? new File[0] : directories) {
      String[] names = directory.list();
      files += names == null ? 0 : names.length;
    }
    return files;
  }
}
