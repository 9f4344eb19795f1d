package io.syncline.core.source;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.support.CoreTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What a source that answers nothing for now costs: a few calls, and no conclusion from them. */
@CoreTest
class SourceRefusalsIT {
  private static final int WORKERS = 10;

  @Autowired private SourceClient client;
  @Autowired private SourceGates gates;
  @Autowired private RunLedger ledger;
  @Autowired private SourceProfile shop;
  @Autowired private WireMockServer shopServer;
  private ActiveRun run;
  private SourceProfile source;

  @BeforeEach
  void open() {
    shopServer.resetAll();
    run = Runs.open(ledger);
    source =
        new SourceProfile(
            "refusing-" + UUID.randomUUID(),
            shop.baseUrl(),
            true,
            Map::of,
            1_000,
            10_000,
            Allowance.perMonth(1_000),
            Duration.ofSeconds(60));
  }

  @Test
  void a_429_that_names_no_time_stops_a_source_after_a_few_calls_over_all_workers() {
    answers(aResponse().withStatus(429));
    ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    List<SyncFailure> failures =
        Stream.generate(() -> CompletableFuture.supplyAsync(this::failure, workers))
            .limit(WORKERS)
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    workers.shutdown();
    assertThat(failures)
        .allSatisfy(failure -> assertThat(failure.reason()).isEqualTo(StopReason.SOURCE_THROTTLED))
        .allSatisfy(failure -> assertThat(failure).isInstanceOf(TerminalFailure.class));
    assertThat(sent()).as("those under way, then two more").isLessThanOrEqualTo(WORKERS + 2);
    assertThat(run.tally().calls()).isEqualTo(sent());
    assertThat(run.stopped()).as("what was read is still written").isEmpty();
  }

  @Test
  void a_source_that_was_stopped_is_tried_again_by_the_next_run() {
    answers(aResponse().withStatus(429));
    failure();
    assertThat(sent()).isEqualTo(3);
    failure();
    assertThat(sent()).as("in the same run").isEqualTo(3);
    gates.after(run);
    answers(aResponse().withBody("{}"));
    assertThat(client.call(request(), run).isSuccess()).isTrue();
  }

  @Test
  void an_answer_in_between_is_the_end_of_a_row_of_429() {
    ResponseDefinitionBuilder refused = aResponse().withStatus(429);
    ResponseDefinitionBuilder fine = aResponse().withBody("{}");
    answers(refused, fine, refused, fine, refused, fine);
    for (int i = 0; i < 3; i++) {
      assertThat(client.call(request(), run).isSuccess()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<!DOCTYPE html><title>Just a moment</title>", " \n<html></html>"})
  void a_bot_wall_is_not_taken_for_a_refused_key(String page) {
    answers(aResponse().withStatus(403).withHeader("Content-Type", "text/html").withBody(page));
    SyncFailure failure = failure();
    assertThat(failure.reason()).isEqualTo(StopReason.SOURCE_UNAVAILABLE);
    assertThat(failure).hasMessageContaining("web page").hasMessageNotContaining("credential");
    assertThat(sent()).isEqualTo(3);
    failure();
    assertThat(sent()).as("it is not knocked at again and again").isEqualTo(3);
  }

  private SyncFailure failure() {
    return catchThrowableOfType(SyncFailure.class, () -> client.call(request(), run));
  }

  private int sent() {
    return shopServer.findAll(anyRequestedFor(anyUrl())).size();
  }

  private SourceRequest request() {
    return new SourceRequest(source, "GET", "/items", Map.of(), Map.of(), Optional.empty());
  }

  /** One answer after the other, then the last one for ever. */
  private void answers(ResponseDefinitionBuilder... answers) {
    shopServer.resetMappings();
    shopServer.resetScenarios();
    for (int i = 0; i < answers.length; i++) {
      shopServer.stubFor(
          any(anyUrl())
              .inScenario("answers")
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "answer " + i)
              .willSetStateTo(
                  i + 1 < answers.length
                      ? "answer " + (i + 1)
                      : i == 0 ? Scenario.STARTED : "answer " + i)
              .willReturn(answers[i]));
    }
  }
}
