package io.syncline.core.source;

import static io.syncline.support.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.error.TransientFailure;
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
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * A source says what its answers mean, with the body at hand; what it leaves open means what it
 * does with most.
 */
@CoreTest
class SourceMeaningIT {
  private static final String TOO_MANY =
      "{\"error\":{\"errors\":[{\"reason\":\"rateLimitExceeded\"}]}}";

  @Autowired private SourceClient client;
  @Autowired private RunLedger ledger;
  private final ScriptedServer server = new ScriptedServer();
  private final AtomicReference<String> token = new AtomicReference<>("old");
  private final List<String> refused = new ArrayList<>();
  private SourceProfile source;
  private ActiveRun run;

  @BeforeEach
  void open() {
    run = Runs.open(ledger);
    source =
        new SourceProfile(
                "means-" + UUID.randomUUID(),
                URI.create(server.url() + "/api/"),
                true,
                () -> Map.of("Authorization", token.get()),
                1_000,
                10_000,
                Allowance.perMonth(1_000),
                Duration.ofSeconds(60))
            .meaning(SourceMeaningIT::meaning)
            .renewedBy(this::renew)
            .answering("RateLimit", "Link");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Optional<Meaning> meaning(SourceAnswer answer) {
    String body = answer.body().toString();
    return Optional.ofNullable(
        switch (answer.status()) {
          case 400 ->
              body.contains("Unable to parse range")
                  ? Meaning.stop(StopReason.TAB_NOT_FOUND, "there is no such tab")
                  : null;
          case 401 -> Meaning.renew(StopReason.AUTH_FAILED, "not shared with us");
          case 403 ->
              body.contains("rateLimitExceeded")
                  ? Meaning.retryAfter(Duration.ofMillis(300), "too many calls")
                  : Meaning.stop(StopReason.AUTH_FAILED, "not shared with us");
          case 404 -> Meaning.skip();
          case 409 -> Meaning.retry("busy");
          case 500 -> Meaning.ok();
          default -> null;
        });
  }

  private void renew(Map<String, String> sent, ActiveRun ofRun) {
    assertThat(ofRun).isSameAs(run);
    refused.add(sent.get("Authorization"));
    token.set("new");
  }

  @ParameterizedTest
  @CsvSource({
    "400 Bad Request, Unable to parse range: Nowhere, TAB_NOT_FOUND",
    "403 Forbidden, The caller does not have permission, AUTH_FAILED"
  })
  void a_refusal_is_told_from_another_by_its_body(String status, String body, StopReason reason) {
    server.answers(json(status, "{\"error\":{\"message\":\"" + body + "\"}}"));
    assertStopsWith(reason);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void a_403_may_be_a_pace_that_was_too_high() {
    server.answers(json("403 Forbidden", TOO_MANY), json("200 OK", "{\"a\":1}"));
    long start = System.nanoTime();
    assertThat(call().body().get("a").asInt()).isEqualTo(1);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(300));
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void an_identity_is_renewed_once_and_the_call_goes_on() {
    server.answers(json("401 Unauthorized", "{}"), json("200 OK", "{\"a\":1}"));
    assertThat(call().isSuccess()).isTrue();
    assertThat(refused).containsExactly("old");
    assertThat(server.requests().get(0)).contains("Authorization: old\r\n");
    assertThat(server.requests().get(1)).contains("Authorization: new\r\n");
    assertThat(run.tally().calls()).isEqualTo(2);
  }

  @Test
  void a_new_identity_that_is_refused_too_stops_the_run() {
    server.answers(json("401 Unauthorized", "{}"));
    assertStopsWith(StopReason.AUTH_FAILED);
    assertThat(refused).hasSize(1);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void what_is_not_there_is_skipped_and_what_is_busy_is_tried_again() {
    server.answers(json("404 Not Found", "{}"));
    assertThat(call().skipped()).isTrue();
    server.answers(json("409 Conflict", "{}"), json("200 OK", "{\"a\":1}"));
    assertThat(call().skipped()).isFalse();
    assertThat(server.requests()).hasSize(2);
    server.answers(json("500 Oops", "{\"a\":1}"));
    assertThat(call().status()).isEqualTo(500);
  }

  @Test
  void what_a_source_leaves_open_means_what_it_does_with_most() {
    server.answers(json("400 Bad Request", "{\"a\":1}"));
    assertThat(call().body().get("a").asInt()).isEqualTo(1);
    server.answers(json("502 Bad Gateway", "{}"));
    assertThatThrownBy(this::call).isInstanceOf(TransientFailure.class);
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void only_headers_that_the_source_names_come_back() {
    server.answers(
        json(
            "200 OK",
            "{}",
            "ratelimit: limit=100, remaining=50, reset=5",
            "Link: <https://h/a?b=[1]>; rel=\"next\"",
            "Link: <https://h/c>; rel=\"last\"",
            "X-Other: theirs"));
    SourceAnswer answer = call();
    assertThat(answer.header("RateLimit")).hasValue("limit=100, remaining=50, reset=5");
    assertThat(answer.header("link"))
        .hasValue("<https://h/a?b=[1]>; rel=\"next\", <https://h/c>; rel=\"last\"");
    assertThat(answer.headers()).hasSize(2);
  }

  @Test
  void no_text_of_a_call_shows_the_identity() {
    SourceRequest request = request();
    server.answers(json("200 OK", "{}"));
    client.call(request, run);
    SourceCall call =
        new SourceCall(
            source,
            run,
            new Bounds(
                org.springframework.util.unit.DataSize.ofBytes(1), 1, Duration.ZERO, Duration.ZERO),
            Optional.empty(),
            Map.of("Authorization", token.get()),
            0);
    assertThat(List.of(request, source, call)).noneMatch(it -> it.toString().contains(token.get()));
  }

  private void assertStopsWith(StopReason reason) {
    assertThatThrownBy(this::call).extracting(e -> ((SyncFailure) e).reason()).isEqualTo(reason);
  }

  private SourceAnswer call() {
    return client.call(request(), run);
  }

  private SourceRequest request() {
    return SourceRequest.get(source, SourcePath.of("items"), SourceQuery.none());
  }
}
