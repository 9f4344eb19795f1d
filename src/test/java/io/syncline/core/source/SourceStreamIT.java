package io.syncline.core.source;

import static io.syncline.support.ScriptedServer.begin;
import static io.syncline.support.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.support.CoreTest;
import io.syncline.support.ScriptedServer;
import io.syncline.support.ScriptedServer.Script;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.unit.DataSize;

/**
 * An answer that is read while it comes is bounded, read anew in each try, and never held whole.
 */
@CoreTest
@TestPropertySource(
    properties = {
      "syncline.source.largest-answer=1MB",
      "syncline.source.largest-download=64MB",
      "syncline.source.response-timeout=1s",
      "camel.component.http.response-timeout=1000",
      "syncline.source.download-timeout=10s"
    })
class SourceStreamIT {
  private static final byte[] MANY = "[\"x\",1.50],".repeat(5_000).getBytes(StandardCharsets.UTF_8);

  @Autowired private SourceClient client;
  @Autowired private RunLedger ledger;
  private final ScriptedServer server = new ScriptedServer();
  private final AtomicBoolean hungUp = new AtomicBoolean();
  private final AtomicInteger dripped = new AtomicInteger();
  private SourceProfile source;
  private ActiveRun run;

  @BeforeEach
  void open() {
    run = Runs.open(ledger);
    source =
        new SourceProfile(
            "stream-" + UUID.randomUUID(),
            URI.create(server.url() + "/api"),
            true,
            Map::of,
            1_000,
            10_000,
            Allowance.perMonth(1_000),
            Duration.ofSeconds(60));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void an_answer_far_larger_than_any_other_is_read_to_its_end() {
    server.answers(
        out -> {
          begin(out, "200 OK");
          rows(out, 600);
        });
    Streamed<Integer> streamed = client.read(request(), run, SourceStreamIT::count);
    assertThat(streamed.value()).hasValue(600 * 5_000);
    assertThat(streamed.answer().body().isMissingNode()).isTrue();
  }

  @Test
  void it_is_read_before_it_is_there() {
    CountDownLatch begun = new CountDownLatch(1);
    server.answers(
        out -> {
          begin(out, "200 OK");
          out.write("[1.50,".getBytes(StandardCharsets.UTF_8));
          out.flush();
          awaits(begun);
          out.write("2.50]".getBytes(StandardCharsets.UTF_8));
        });
    Streamed<BigDecimal> sum =
        client.read(
            request(),
            run,
            json -> {
              json.nextToken();
              BigDecimal first = json.getDecimalValue();
              begun.countDown();
              json.nextToken();
              BigDecimal second = json.getDecimalValue();
              json.nextToken();
              return first.add(second);
            });
    assertThat(sum.value().orElseThrow()).hasToString("4.00");
  }

  @Test
  void a_try_that_breaks_off_is_begun_anew() {
    server.answers(
        out -> {
          begin(out, "200 OK", "Content-Length: 1000");
          out.write("[[1],[2]".getBytes(StandardCharsets.UTF_8));
        },
        json("200 OK", "[[1],[2"),
        json("200 OK", "[[1],[2]] []"),
        json("200 OK", "[[1],[2]]"));
    assertThatThrownBy(() -> client.read(request(), run, SourceStreamIT::count))
        .isInstanceOf(TransientFailure.class);
    assertThat(server.requests()).hasSize(3);
    assertThat(client.read(request(), run, SourceStreamIT::count).value()).hasValue(2);
  }

  @Test
  void what_is_no_json_is_garbage_and_a_refusal_is_no_success() {
    server.answers(json("200 OK", "<html>"), json("200 OK", ""), json("200 OK", "[nonsense]"));
    assertThatThrownBy(() -> client.read(request(), run, SourceStreamIT::count))
        .extracting(e -> ((SyncFailure) e).reason())
        .isEqualTo(StopReason.SOURCE_GARBAGE);
    assertThat(server.requests()).hasSize(3);
    server.answers(json("404 Not Found", "{\"a\":1}"));
    Streamed<Integer> refused = client.read(request(), run, SourceStreamIT::count);
    assertThat(refused.value()).isEmpty();
    assertThat(refused.answer().body().get("a").asInt()).isEqualTo(1);
    server.answers(json("302 Found", "{}", "Location: " + server.url() + "/elsewhere"));
    assertThat(client.read(request(), run, SourceStreamIT::count).value()).isEmpty();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void a_flood_ends_at_the_limit_of_its_source_and_is_not_asked_for_again() {
    source = source.largest(DataSize.ofMegabytes(2));
    server.answers(flood());
    AtomicInteger read = new AtomicInteger();
    assertThatThrownBy(() -> client.read(request(), run, json -> counting(json, anew(read))))
        .isInstanceOf(TransientFailure.class)
        .hasMessage(source.name() + " answers more than 2097152 bytes")
        .extracting(e -> ((SyncFailure) e).reason())
        .isEqualTo(StopReason.SOURCE_FAILED);
    assertThat(server.requests()).hasSize(1);
    assertThat(read.get() * 11L).isBetween(1_000_000L, 2_100_000L);
    await().untilTrue(hungUp);
  }

  @Test
  void a_bomb_is_refused_once() {
    server.answers(
        out -> {
          begin(out, "200 OK", "Content-Encoding: gzip");
          GZIPOutputStream packed = new GZIPOutputStream(out);
          packed.write(("[\"" + "x".repeat(900_000) + "\"").getBytes(StandardCharsets.UTF_8));
          packed.finish();
        });
    assertThatThrownBy(() -> client.read(request(), run, SourceStreamIT::count))
        .isInstanceOf(TransientFailure.class)
        .hasMessage(source.name() + " answers what is packed more than 100 times");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void whoever_has_read_enough_leaves_the_rest() {
    server.answers(flood());
    Streamed<String> first =
        client.read(
            request(),
            run,
            json -> {
              while (json.nextToken() != JsonToken.VALUE_STRING) {
                assertThat(json.currentToken()).isNotNull();
              }
              return json.getText();
            });
    assertThat(first.value()).hasValue("x");
    await().untilTrue(hungUp);
  }

  @Test
  void it_may_be_silent_for_longer_than_any_other_answer() {
    server.answers(
        out -> {
          await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
          json("200 OK", "[[1]]").answer(out);
        });
    assertThat(client.read(request(), run, SourceStreamIT::count).value()).hasValue(1);
    assertThat(catchThrowable(() -> client.call(request(), run)))
        .isInstanceOf(TransientFailure.class);
  }

  @Test
  void a_source_may_have_a_longest_time_of_its_own() {
    server.answers(drip(), drip());
    source = source.lasting(Duration.ofSeconds(2));
    assertThatThrownBy(() -> client.read(request().once(), run, SourceStreamIT::count))
        .isInstanceOf(TransientFailure.class);
    await().untilTrue(hungUp);
    assertThat(dripped.get()).as("rows, one a second").isLessThan(9);
    source = source.lasting(Duration.ofSeconds(60)); // all others may take ten
    assertThat(client.read(request().once(), run, SourceStreamIT::count).value()).hasValue(13);
  }

  @Test
  void a_stop_of_the_run_ends_it() {
    CountDownLatch begun = new CountDownLatch(1);
    server.answers(flood());
    CompletableFuture<Streamed<Integer>> reading =
        CompletableFuture.supplyAsync(
            () ->
                client.read(
                    request(),
                    run,
                    json -> {
                      begun.countDown();
                      return count(json);
                    }));
    await().until(() -> begun.getCount() == 0);
    run.stop(StopReason.CANCELLED, "by the test");
    assertThat(catchThrowable(reading::join).getCause())
        .extracting(e -> ((SyncFailure) e).reason())
        .isEqualTo(StopReason.CANCELLED);
    await().untilTrue(hungUp);
  }

  /** Goes on until nobody listens. */
  private Script flood() {
    return out -> {
      try {
        begin(out, "200 OK");
        rows(out, Integer.MAX_VALUE);
      } finally {
        hungUp.set(true);
      }
    };
  }

  /** A row each second, twelve of them. */
  private Script drip() {
    return out -> {
      try {
        begin(out, "200 OK");
        out.write('[');
        for (int row = 0; row < 12; row++) {
          await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
          out.write("[1.50],".getBytes(StandardCharsets.UTF_8));
          out.flush();
          dripped.incrementAndGet();
        }
        out.write("[1.50]]".getBytes(StandardCharsets.UTF_8));
      } finally {
        hungUp.set(true);
      }
    };
  }

  private static void rows(OutputStream out, int parts) throws IOException {
    out.write('[');
    for (int part = 0; part < parts; part++) {
      out.write(MANY);
    }
    out.write("0]".getBytes(StandardCharsets.UTF_8));
  }

  private static int count(JsonParser json) throws IOException {
    return counting(json, new AtomicInteger());
  }

  private static int counting(JsonParser json, AtomicInteger rows) throws IOException {
    while (!json.getParsingContext().inRoot()) {
      if (json.nextToken() == JsonToken.END_ARRAY && !json.getParsingContext().inRoot()) {
        rows.incrementAndGet();
      }
    }
    return rows.get();
  }

  private static AtomicInteger anew(AtomicInteger count) {
    count.set(0);
    return count;
  }

  private static void awaits(CountDownLatch latch) {
    await().until(() -> latch.getCount() == 0);
  }

  private SourceRequest request() {
    return SourceRequest.get(source, SourcePath.of("items"), SourceQuery.none());
  }
}
