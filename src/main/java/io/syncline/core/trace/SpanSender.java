package io.syncline.core.trace;

import io.opentelemetry.proto.trace.v1.Span;
import io.syncline.core.run.BackgroundLoop;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends spans to a collector by OTLP over HTTP, some at a time. A collector that is away or slow
 * costs spans and a line in the log, never a run. Threads may share it.
 */
final class SpanSender implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(SpanSender.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration CALL = Duration.ofSeconds(5);

  /** What a turn under way and the last call may take each, below what a SIGTERM may. */
  private static final Duration LAST = Duration.ofSeconds(1);

  private static final int AFTER_ROUTES = 0;

  /** Some 300 bytes each. */
  static final int MOST = 10_000;

  private static final int AT_ONCE = 500;

  private final HttpRequest.Builder collector;
  private final BlockingQueue<Span> waiting = new ArrayBlockingQueue<>(MOST);
  private final AtomicLong dropped = new AtomicLong();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CALL).build();
  private final BackgroundLoop loop =
      new BackgroundLoop("traces", PAUSE, () -> send(AT_ONCE, CALL));
  private volatile boolean away;

  /** Throws {@link IllegalArgumentException} for what is no address over HTTP. */
  SpanSender(URI collector) {
    this.collector =
        HttpRequest.newBuilder(collector).header("Content-Type", "application/x-protobuf");
  }

  /** Has it sent, unless too many wait. */
  void add(Span span) {
    if (!waiting.offer(span)) {
      dropped.incrementAndGet();
    }
  }

  /** Those that no collector will get. */
  long dropped() {
    return dropped.get();
  }

  /** Whether there are more. */
  private boolean send(int most, Duration longest) {
    List<Span> some = new ArrayList<>();
    waiting.drainTo(some, most);
    if (some.isEmpty()) {
      return false;
    }
    CompletableFuture<HttpResponse<Void>> call =
        client.sendAsync(
            collector.copy().POST(BodyPublishers.ofByteArray(Otlp.message(some))).build(),
            BodyHandlers.discarding());
    try {
      // a timeout of the request would end with the first header of its answer
      int status = call.get(longest.toMillis(), TimeUnit.MILLISECONDS).statusCode();
      if (status / 100 != 2) {
        lost(some, "status " + status);
        return false;
      }
      taken();
      return some.size() == most;
    } catch (ExecutionException e) {
      lost(some, Objects.requireNonNullElse(e.getCause(), e).getClass().getSimpleName());
    } catch (TimeoutException e) {
      lost(some, "no answer in " + longest.toSeconds() + " s");
    } catch (InterruptedException e) {
      lost(some, "it ends");
      Thread.currentThread().interrupt();
    } finally {
      call.cancel(true);
    }
    return false;
  }

  private void lost(List<Span> some, String why) {
    dropped.addAndGet(some.size());
    if (!away) {
      LOG.warn("traces are not taken by the collector, spans are dropped cause={}", why);
    }
    away = true;
  }

  private void taken() {
    if (away) {
      LOG.info("traces are taken again dropped={}", dropped);
    }
    away = false;
  }

  @Override
  public void start() {
    loop.start();
  }

  /** What a command has done is told before it ends. */
  @Override
  public void stop() {
    loop.stop(LAST);
    if (!away) {
      send(MOST, LAST);
    }
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }

  @Override
  public int getPhase() {
    return AFTER_ROUTES;
  }
}
