package io.syncline.core.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SpanSenderTest {
  private static final Span SPAN = Span.newBuilder().setSpanId(Otlp.newSpan()).build();

  @Test
  @Timeout(60)
  void a_collector_that_never_answers_costs_what_is_too_much_and_no_wait() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      SpanSender sender = new SpanSender(at(silent.getLocalPort()));
      sender.start();
      for (int n = 0; n < 3 * SpanSender.MOST; n++) {
        sender.add(SPAN);
      }
      assertThat(sender.dropped()).isGreaterThanOrEqualTo(SpanSender.MOST);
      sender.stop();
      assertThat(sender.isRunning()).isFalse();
    }
  }

  @Test
  @Timeout(60)
  void a_collector_that_is_away_is_told_of_once_and_gets_what_comes_later(CapturedOutput output)
      throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer collector = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    collector.createContext(
        "/",
        call -> {
          call.getRequestBody().readAllBytes();
          call.sendResponseHeaders(asked.incrementAndGet() <= 2 ? 503 : 200, -1);
          call.close();
        });
    collector.start();
    SpanSender sender = new SpanSender(at(collector.getAddress().getPort()));
    sender.start();
    for (int n = 1; n <= 3; n++) {
      int turn = n;
      sender.add(SPAN);
      await().until(() -> asked.get() == turn);
    }
    await().until(() -> output.getOut().contains("traces are taken again dropped=2"));
    sender.stop();
    collector.stop(0);
    assertThat(output.getOut()).containsOnlyOnce("traces are not taken").contains("status 503");
  }

  @Test
  void what_waits_at_the_end_is_sent() throws IOException {
    AtomicInteger bytes = new AtomicInteger();
    HttpServer collector = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    collector.createContext(
        "/",
        call -> {
          bytes.addAndGet(call.getRequestBody().readAllBytes().length);
          call.sendResponseHeaders(200, -1);
          call.close();
        });
    collector.start();
    SpanSender sender = new SpanSender(at(collector.getAddress().getPort()));
    sender.add(SPAN);
    sender.stop();
    collector.stop(0);
    assertThat(bytes).hasPositiveValue();
  }

  @Test
  void nothing_is_there_where_nobody_is_told() {
    ApplicationContextRunner context =
        new ApplicationContextRunner()
            .withBean(Clock.class, Clock::systemUTC)
            .withUserConfiguration(TraceConfiguration.class)
            .withPropertyValues("syncline.otlp-traces-url=http://localhost:1/v1/traces");
    context
        .withPropertyValues("syncline.traced=false")
        .run(off -> assertThat(off.getBeansOfType(RunSpans.class)).isEmpty());
    context
        .withPropertyValues("syncline.traced=true")
        .run(on -> assertThat(on.getBeansOfType(RunSpans.class)).hasSize(1));
  }

  @Test
  void an_address_that_is_none_over_http_is_refused() {
    assertThatThrownBy(() -> new SpanSender(URI.create("collector:4318")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static URI at(int port) {
    return URI.create("http://localhost:" + port + "/v1/traces");
  }
}
