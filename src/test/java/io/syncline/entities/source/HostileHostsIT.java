package io.syncline.entities.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.sandbox.google.SampleSheets;
import io.syncline.support.RawServer;
import io.syncline.support.SandboxService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts of sheets, of their tokens and of Close that lead away or answer with pages. */
class HostileHostsIT {
  private static final String PAGE = "<!DOCTYPE html><title>Just a moment</title>";
  private static final String TOKEN = "google/token";
  private static SandboxService service;
  private static RawServer between;
  private static RawServer elsewhere;

  @BeforeAll
  static void start() {
    between = RawServer.alone();
    elsewhere = RawServer.alone();
    elsewhere.answer(".*", "200 OK", "{}");
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.source.first-delay=10",
            "--syncline.entities.reads-per-minute=1000",
            "--syncline.entities.google.token-host.calls-per-second=100",
            "--syncline.entities.google.token-host.calls-per-minute=1000",
            "--GOOGLE_SHEETS_BASE_URL=" + between.url() + "/sandbox/google",
            "--GOOGLE_TOKEN_URL=" + between.url() + "/sandbox/google/token",
            "--CLOSE_BASE_URL=" + between.url() + "/sandbox/close/api/v1");
    between.standBefore(service.url());
  }

  @AfterAll
  static void stop() {
    service.close();
    between.close();
    elsewhere.close();
  }

  @BeforeEach
  void behave() {
    between.behave();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spreadsheets", TOKEN, "close/api"})
  void nobody_is_led_away_with_a_key(String call) {
    between.redirect(call, elsewhere.url() + "/sandbox/");
    SyncFailure failure = refused(call);
    assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(StopReason.SOURCE_FAILED);
    assertThat(failure).hasMessageContaining("302");
    assertThat(elsewhere.mistreated()).as("what the other place heard").isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spreadsheets", TOKEN, "close/api"})
  void lasting_garbage_is_no_empty_source_and_no_refusal(String call) {
    between.answer(call, "200 OK", PAGE);
    assertThat(refused(call).reason()).isEqualTo(StopReason.SOURCE_GARBAGE);
    between.behave();
    read(call);
  }

  /** What stands before a token's host knows nothing of the key. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "400 Bad Request",
        "401 Unauthorized",
        "403 Forbidden",
        "404 Not Found",
        "503 Service Unavailable"
      })
  void a_page_at_the_token_s_host_refuses_no_key(String status) {
    between.answer(TOKEN, status, PAGE);
    assertThat(refused(TOKEN).reason())
        .isIn(StopReason.SOURCE_FAILED, StopReason.SOURCE_BLOCKED, StopReason.SOURCE_THROTTLED);
    between.behave();
    read(TOKEN);
  }

  private static SyncFailure refused(String call) {
    return catchThrowableOfType(SyncFailure.class, () -> read(call));
  }

  /** Reads what that call belongs to; a token is asked for when none is accepted. */
  private static void read(String call) {
    if (call.equals(TOKEN)) {
      service.put(
          "/sandbox/admin/faults",
          "{\"source\":\"google\",\"kind\":\"HTTP_401\",\"count\":1,\"endpoint\":\"spreadsheets.get\"}");
    }
    boolean isClose = call.startsWith("close");
    String config = isClose ? "{}" : "{'spreadsheet_id':'" + SampleSheets.MASTER + "'}";
    SourceOrder order =
        SandboxSources.order(config, SandboxSources.feed(isClose ? "opportunity" : "Staff"));
    ActiveRun run = Runs.open(service.bean(RunLedger.class));
    FeedRead read =
        service
            .bean(SourceKinds.class)
            .of(isClose ? "close" : "google_sheet")
            .read(order, run)
            .values()
            .iterator()
            .next();
    if (read instanceof FeedRead.Failed failed) {
      throw failed.failure();
    }
  }
}
