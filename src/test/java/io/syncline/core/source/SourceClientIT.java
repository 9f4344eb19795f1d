package io.syncline.core.source;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.syncline.core.database.Databases;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.support.CoreTest;
import io.syncline.support.SettableClock;
import io.syncline.support.TestSources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@CoreTest
class SourceClientIT {
  @Autowired private SourceClient client;
  @Autowired private ProducerTemplate template;
  @Autowired private RunLedger ledger;
  @Autowired private Databases databases;
  @Autowired private Clock clock;
  @Autowired private SourceProfile shop;
  @Autowired private WireMockServer shopServer;
  @Autowired private WireMockServer otherServer;
  private ActiveRun run;

  @BeforeEach
  void open() {
    shopServer.resetAll();
    otherServer.resetAll();
    run = Runs.open(ledger);
  }

  @Test
  void an_answer_is_read_with_the_digits_of_the_wire() {
    answers(json("{\"price\": 1.50}"));
    SourceAnswer answer = client.call(request(shop, Map.of("q", "a b&c")), run);
    assertThat(answer.isSuccess()).isTrue();
    assertThat(answer.body().get("price").decimalValue()).hasToString("1.50");
    assertThat(sent()).allMatch(r -> r.getUrl().equals("/api/items?q=a+b%26c"));
    assertThat(run.tally().calls()).isEqualTo(1);
  }

  /** As some write out 1e300: it costs its value, and not the answer it stands in. */
  @Test
  void a_number_of_many_digits_does_not_spoil_the_answer_it_stands_in() {
    answers(json("{\"price\": 1" + "0".repeat(300) + ", \"name\": \"x\"}"));
    assertThat(client.call(request(shop), run).body().path("name").asText()).isEqualTo("x");
  }

  @Test
  void a_failing_source_is_tried_three_times_and_each_is_counted() {
    answers(status(500), status(502), json("{}"));
    assertThat(client.call(request(shop), run).status()).isEqualTo(200);
    assertThat(sent()).hasSize(3);
    assertThat(run.tally().calls()).isEqualTo(3);
  }

  @Test
  void three_failures_are_the_end_of_a_call() {
    answers(status(500));
    assertThatThrownBy(() -> client.call(request(shop), run)).isInstanceOf(TransientFailure.class);
    assertThat(sent()).hasSize(3);
    assertThat(run.tally().calls()).isEqualTo(3);
    assertThat(run.stopped()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 422})
  void a_refused_request_is_not_tried_again(int status) {
    answers(aResponse().withStatus(status).withBody("{\"errors\":[]}"));
    SourceAnswer answer = client.call(request(shop), run);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body().has("errors")).isTrue();
    assertThat(sent()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void a_refused_key_stops_the_run(int status) {
    answers(status(status));
    assertThatThrownBy(() -> client.call(request(shop), run))
        .isInstanceOf(TerminalFailure.class)
        .extracting(e -> ((SyncFailure) e).reason())
        .isEqualTo(StopReason.SOURCE_REFUSED_KEY);
    assertThat(sent()).hasSize(1);
  }

  @Test
  void an_answer_of_a_million_small_things_is_refused_before_it_fills_the_memory() {
    answers(json("[" + "{},".repeat(500_000) + "{}]"), json("{\"ok\":true}"));
    assertThat(client.call(request(shop), run).body().get("ok").asBoolean()).isTrue();
    assertThat(sent()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>oops</html>", "{\"a\":", "{} {}", "[[[["})
  void a_success_that_is_not_json_is_tried_again(String body) {
    answers(json(body), json("{\"ok\":true}"));
    assertThat(client.call(request(shop), run).body().get("ok").asBoolean()).isTrue();
    assertThat(sent()).hasSize(2);
  }

  @Test
  void a_broken_connection_is_tried_again() {
    answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), json("{}"));
    assertThat(client.call(request(shop), run).status()).isEqualTo(200);
    assertThat(run.tally().calls()).isEqualTo(2);
  }

  @Test
  void c13_a_wait_in_seconds_is_kept_and_no_call_is_made_that_is_not_counted() {
    SourceProfile slow = limited("slow", 1_000);
    answers(status(429).withHeader("Retry-After", "1"), json("{}"));
    long start = System.nanoTime();
    assertThat(client.call(request(slow), run).status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(sent()).hasSize(2);
    assertThat(run.tally().calls()).isEqualTo(2);
  }

  @Test
  void a_wait_until_a_date_or_in_the_text_is_understood() {
    answers(
        status(429)
            .withHeader(
                "Retry-After",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    clock.instant().plusSeconds(500).atZone(ZoneOffset.UTC))));
    assertThat(catchThrowable(() -> client.call(request(limited("dated", 1_000)), run)))
        .hasMessageContaining("asks to wait")
        .extracting(e -> ((SyncFailure) e).reason())
        .isEqualTo(StopReason.SOURCE_THROTTLED);
    shopServer.resetAll();
    answers(
        status(429)
            .withBody(
                "{\"errors\":[{\"detail\":\"Throttled, retry again at "
                    + clock.instant().plusSeconds(500).atOffset(ZoneOffset.ofHours(-6))
                    + "\"}]}"));
    assertThat(catchThrowable(() -> client.call(request(limited("told", 1_000)), run)))
        .hasMessageContaining("asks to wait");
    assertThat(sent()).hasSize(1);
  }

  @Test
  void c14_nothing_but_what_is_named_goes_out_and_no_cookie_or_header_comes_back() {
    answers(json("{}").withHeader("X-Internal", "theirs").withHeader("Set-Cookie", "id=canary"));
    Exchange exchange =
        template.send(
            "direct:core.source",
            call -> {
              call.getMessage().setHeader("Authorization", "Bearer of-our-caller");
              call.getMessage().setHeader("Cookie", "caller=1");
              call.getMessage().setHeader("CamelHttpPath", "/elsewhere");
              call.setVariable("secret", "canary");
              call.setVariable("run", run);
              call.getMessage().setBody(request(shop));
            });
    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getHeaders()).isEmpty();
    client.call(request(shop), run);
    assertThat(sent())
        .hasSize(2)
        .allSatisfy(
            request -> {
              assertThat(request.getHeader("Authorization")).isEqualTo(TestSources.CREDENTIAL);
              assertThat(request.getHeaders().keys())
                  .allMatch(
                      name ->
                          java.util.Set.of(
                                  "authorization",
                                  "accept",
                                  "accept-encoding",
                                  "host",
                                  "connection",
                                  "user-agent",
                                  "content-type")
                              .contains(name.toLowerCase(java.util.Locale.ROOT)));
              assertThat(request.getUrl()).isEqualTo("/api/items");
            });
  }

  @Test
  void c17_a_redirect_is_not_followed() {
    answers(status(302).withHeader("Location", otherServer.baseUrl() + "/api/items"));
    assertThat(client.call(request(shop), run).isSuccess()).isFalse();
    assertThat(otherServer.getAllServeEvents()).isEmpty();
    assertThat(sent()).hasSize(1);
  }

  @Test
  void the_credential_goes_to_its_own_base_url_only() {
    otherServer.stubFor(get(anyUrl()).willReturn(json("{}")));
    SourceProfile other =
        new SourceProfile(
            "other",
            URI.create(otherServer.baseUrl() + "/api"),
            true,
            Map::of,
            1_000,
            10_000,
            Allowance.perMonth(1_000),
            Duration.ofSeconds(60));
    assertThat(client.call(request(other), run).status()).isEqualTo(200);
    otherServer.verify(1, anyRequestedFor(anyUrl()).withoutHeader("Authorization"));
  }

  @Test
  void an_address_inside_is_refused_unless_it_was_configured() {
    SourceProfile inside =
        new SourceProfile(
            "inside",
            URI.create("https://127.0.0.1:" + shopServer.port()),
            false,
            Map::of,
            1_000,
            10_000,
            Allowance.perMonth(1_000),
            Duration.ofSeconds(60));
    assertThatThrownBy(() -> client.call(request(inside), run))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("UnknownHostException");
    assertThat(sent()).isEmpty();
    assertThatThrownBy(
            () ->
                new SourceProfile(
                    "plain",
                    URI.create("http://x"),
                    false,
                    Map::of,
                    1,
                    1,
                    Allowance.perDay(1),
                    Duration.ZERO))
        .hasMessageContaining("https");
  }

  @Test
  void c16_a_packed_answer_is_unpacked_and_a_bomb_is_refused() throws IOException {
    answers(packed("{\"ok\":true}"));
    assertThat(client.call(request(shop), run).body().get("ok").asBoolean()).isTrue();
    shopServer.resetAll();
    answers(packed("\"" + "x".repeat(3_000_000) + "\""));
    assertThatThrownBy(() -> client.call(request(shop), run))
        .isInstanceOf(TransientFailure.class)
        .hasMessage(shop.name() + " answers what is packed more than 100 times");
    assertThat(sent()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{env:JWT_SECRET}}", "${header.a}", "a}}b", "$simple{body}"})
  void an_expression_in_a_parameter_is_text(String value) {
    answers(json("{}"));
    client.call(request(shop, Map.of(value, value)), run);
    assertThat(sent()).allMatch(r -> r.queryParameter(value).containsValue(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"items", "/a//b", "/a?b", "/{{x}}", "/a/../b", "/..", "/./a", "//host"})
  void a_path_that_is_more_than_a_path_is_refused(String path) {
    assertThatThrownBy(
            () -> new SourceRequest(shop, "GET", path, Map.of(), Map.of(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_stopped_run_makes_no_call() {
    run.stop(StopReason.CANCELLED, "by the test");
    assertThatThrownBy(() -> client.call(request(shop), run)).isInstanceOf(TerminalFailure.class);
    assertThat(sent()).isEmpty();
    assertThat(run.tally().calls()).isZero();
  }

  @Test
  void the_budget_stops_exactly_at_its_end_and_survives_a_restart() {
    answers(json("{}"));
    SourceProfile small = limited("b-" + UUID.randomUUID(), 3);
    for (int i = 0; i < 3; i++) {
      client.call(request(small), run);
    }
    assertThatThrownBy(() -> client.call(request(small), run))
        .extracting(e -> ((SyncFailure) e).reason())
        .isEqualTo(StopReason.BUDGET_USED_UP);
    assertThat(sent()).hasSize(3);
    CallBudget restarted = new CallBudget(databases, clock);
    assertThat(restarted.left(small)).isZero();
    assertThatThrownBy(() -> restarted.take(small)).isInstanceOf(TerminalFailure.class);
  }

  @Test
  void what_was_reserved_and_not_used_is_given_back_and_a_month_begins_anew() {
    CallBudget budget = new CallBudget(databases, clock);
    SourceProfile source = limited("g-" + UUID.randomUUID(), 100);
    budget.take(source);
    assertThat(budget.left(source)).isEqualTo(75);
    budget.after(run);
    assertThat(budget.left(source)).isEqualTo(99);
    SettableClock settable = (SettableClock) clock;
    settable.advance(Duration.ofDays(31));
    try {
      assertThat(budget.left(source)).isEqualTo(100);
    } finally {
      settable.advance(Duration.ofDays(-31));
    }
  }

  private java.util.List<com.github.tomakehurst.wiremock.verification.LoggedRequest> sent() {
    return shopServer.findAll(anyRequestedFor(anyUrl()));
  }

  private SourceProfile limited(String name, long perMonth) {
    return new SourceProfile(
        name,
        shop.baseUrl(),
        true,
        Map::of,
        1_000,
        10_000,
        Allowance.perMonth(perMonth),
        Duration.ofSeconds(60));
  }

  private static SourceRequest request(SourceProfile source) {
    return request(source, Map.of());
  }

  private static SourceRequest request(SourceProfile source, Map<String, String> query) {
    return new SourceRequest(
        source, "GET", "/items", query, Map.of("Accept", "application/json"), Optional.empty());
  }

  private static ResponseDefinitionBuilder status(int status) {
    return aResponse().withStatus(status);
  }

  private static ResponseDefinitionBuilder json(String body) {
    return aResponse().withHeader("Content-Type", "application/json").withBody(body);
  }

  private static ResponseDefinitionBuilder packed(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return aResponse().withHeader("Content-Encoding", "gzip").withBody(packed.toByteArray());
  }

  /** One answer after the other; the last one stays. */
  private void answers(ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      shopServer.stubFor(
          get(urlPathEqualTo("/api/items"))
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
