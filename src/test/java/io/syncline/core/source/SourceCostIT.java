package io.syncline.core.source;

import static io.syncline.support.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.error.Postponed;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.support.CoreTest;
import io.syncline.support.ScriptedServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A source that keeps the bucket itself is asked no more than its own figures allow. */
@CoreTest
class SourceCostIT {
  @Autowired private SourceClient client;
  @Autowired private SourceGates gates;
  @Autowired private RunLedger ledger;
  @Autowired private Clock clock;
  private final ScriptedServer server = new ScriptedServer();
  private SourceProfile account;
  private ActiveRun run;

  @BeforeEach
  void open() {
    run = Runs.open(ledger);
    account =
        new SourceProfile(
                "cost-" + UUID.randomUUID(),
                URI.create(server.url() + "/api"),
                true,
                Map::of,
                1,
                1,
                Allowance.unlimited(),
                Duration.ofHours(1))
            .meaning(SourceCostIT::meaning)
            .pacedByCost(SourceCostIT::cost);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** CR-43. */
  @Test
  void a_call_waits_until_what_the_last_of_its_kind_cost_is_there_and_a_tenth_besides() {
    server.answers(json("200 OK", figures(300, 100, 1_000, 400)));
    call("page");
    long begun = System.nanoTime();
    call("page");
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .as("(300 + 100 - 100) points at 400 a second")
        .isBetween(Duration.ofMillis(700), Duration.ofSeconds(3));
  }

  @Test
  void a_kind_that_was_never_called_waits_for_the_tenth_alone() {
    server.answers(json("200 OK", figures(900, 150, 1_000, 0.001)));
    call("page");
    call("another");
    putOff("page");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void a_long_wait_puts_the_run_off() {
    server.answers(json("200 OK", figures(500, 0, 1_000, 10)));
    call("page");
    Postponed off = putOff("page");
    assertThat(Duration.between(clock.instant(), off.until()))
        .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(62));
  }

  @Test
  void what_costs_more_than_a_full_bucket_goes_out_when_it_is_full() {
    server.answers(json("200 OK", figures(5_000, 1_000, 1_000, 1)));
    call("page");
    call("page");
    assertThat(server.requests()).hasSize(2);
  }

  /** CR-36. */
  @Test
  void a_refusal_within_a_200_is_waited_for_and_the_same_call_repeated() {
    server.answers(
        json("200 OK", "{\"throttled\":true,\"cost\":[752,666,1000,50]}"),
        json("200 OK", figures(752, 1_000, 1_000, 50)));
    call("page");
    assertThat(server.requests()).hasSize(2);
    assertThat(server.requests().get(0)).isEqualTo(server.requests().get(1));
  }

  @Test
  void who_is_always_refused_is_put_off_and_then_left_alone() {
    server.answers(json("200 OK", "{\"throttled\":true,\"cost\":[100,0,1000,50]}"));
    putOff("page");
    assertThat(server.requests()).hasSize(3);
    gates.after(run);
    Postponed again = putOff("page");
    assertThat(server.requests()).as("a run that comes back too early asks nobody").hasSize(3);
    assertThat(again.until()).isAfter(clock.instant().plusSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[-1,0,1000,50]", "[1,0,0,50]", "[1,0,1000,0]", "[]", "[1e999,1,1,1]"})
  void figures_that_are_none_are_not_reckoned_with(String cost) {
    server.answers(json("200 OK", "{\"cost\":" + cost + "}"));
    call("page");
    call("page");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void what_is_done_once_is_not_repeated_unless_the_source_did_not_take_it() {
    server.answers(json("502 Bad Gateway", "{}"));
    assertThatThrownBy(() -> client.call(request("do").once(), run))
        .isInstanceOf(TransientFailure.class);
    assertThat(server.requests()).hasSize(1);
    server.answers(out -> {});
    assertThatThrownBy(() -> client.call(request("do").once(), run))
        .extracting(e -> ((TransientFailure) e).reason())
        .isEqualTo(StopReason.SOURCE_UNREACHABLE);
    assertThat(server.requests()).hasSize(1);
    server.answers(
        json("429 Too Many Requests", "{}", "Retry-After: 0.1"),
        json("200 OK", figures(1, 1_000, 1_000, 50)));
    assertThat(client.call(request("do").once(), run).isSuccess()).isTrue();
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void what_is_asked_is_repeated_also_when_it_is_posted() {
    server.answers(json("502 Bad Gateway", "{}"), json("200 OK", figures(1, 1, 1, 1)));
    call("page");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void a_wait_beyond_what_is_allowed_stops_the_run() {
    server.answers(json("429 Too Many Requests", "{}", "Retry-After: 7200"));
    assertThatThrownBy(() -> call("page")).isInstanceOf(TerminalFailure.class);
    assertThat(server.requests()).hasSize(1);
  }

  private static Optional<Meaning> meaning(SourceAnswer answer) {
    return answer.body().path("throttled").asBoolean()
        ? Optional.of(Meaning.retryAfter(Duration.ofMillis(100), "throttled"))
        : Optional.empty();
  }

  private static Optional<CallCost> cost(SourceAnswer answer) {
    JsonNode cost = answer.body().path("cost");
    return cost.size() < 4
        ? Optional.empty()
        : Optional.of(
            new CallCost(
                cost.get(0).asDouble(),
                cost.get(1).asDouble(),
                cost.get(2).asDouble(),
                cost.get(3).asDouble()));
  }

  private static String figures(double requested, double left, double maximum, double perSecond) {
    return "{\"cost\":[" + requested + "," + left + "," + maximum + "," + perSecond + "]}";
  }

  private void call(String operation) {
    assertThat(client.call(request(operation), run).isSuccess()).isTrue();
  }

  private Postponed putOff(String operation) {
    Postponed off =
        catchThrowableOfType(Postponed.class, () -> client.call(request(operation), run));
    assertThat(off).as("the run is put off").isNotNull();
    return off;
  }

  private SourceRequest request(String operation) {
    return SourceRequest.post(
            account,
            SourcePath.of("graphql.json"),
            SourceQuery.none(),
            JsonNodeFactory.instance.objectNode().put("query", "{ shop { id } }"))
        .operation(operation);
  }
}
