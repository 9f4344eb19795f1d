package io.syncline.core.source;

import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Daemons;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Bounds a call to somebody outside where its bytes arrive, before anything of Camel's can copy
 * them (C26). Threads may share it.
 *
 * <ol>
 *   <li>From the moment the call begins it has so long in all, connection and headers included.
 *   <li>What is too late, too large or no more wanted is aborted: the connection is closed under
 *       the reader. Closing the answer instead would read the rest of it.
 *   <li>A run that is asked to stop aborts its calls.
 *   <li>What goes on to the route is in memory, whole and unpacked; or was read here as it came,
 *       and nothing of it goes on.
 * </ol>
 */
public final class BoundedExchange implements ExecChainHandler, AutoCloseable {
  private static final int LONGEST_HEADER = 16_384;
  private static final int MOST_HEADERS = 200;

  private final Function<HttpRequest, Optional<SourceCall>> calls;
  private final Bounds usual;
  private final ScheduledExecutorService alarm = alarm();

  /** For calls of no run. */
  public BoundedExchange(DataSize largest, int ratio, Duration longest) {
    this(new Bounds(largest, ratio, longest, longest), request -> Optional.empty());
  }

  /** For the calls that the function tells, which have bounds of their own. */
  BoundedExchange(Bounds usual, Function<HttpRequest, Optional<SourceCall>> calls) {
    this.usual = usual;
    this.calls = calls;
  }

  /** Connections that bound the headers of an answer; the client's own take any number. */
  public static HttpConnectionFactory<ManagedHttpClientConnection> connections() {
    return ManagedHttpClientConnectionFactory.builder()
        .http1Config(
            Http1Config.custom()
                .setMaxLineLength(LONGEST_HEADER)
                .setMaxHeaderCount(MOST_HEADERS)
                .build())
        .build();
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    Cancellable connection = (Cancellable) scope.originalRequest;
    Runnable abort = connection::cancel;
    Optional<SourceCall> call = calls.apply(request);
    Optional<ActiveRun> run = call.map(SourceCall::run);
    Optional<Download<?>> download = call.flatMap(SourceCall::download);
    Duration longest = download.map(Download::bounds).orElse(usual).longest();
    download.ifPresent(it -> beSilentFor(it.bounds().silent(), scope));
    AtomicBoolean late = new AtomicBoolean();
    Future<?> end =
        alarm.schedule(() -> abortLate(late, abort), longest.toNanos(), TimeUnit.NANOSECONDS);
    run.ifPresent(r -> r.waits().begin(abort));
    try {
      ClassicHttpResponse answer = chain.proceed(request, scope);
      if (download.isPresent() && answer.getCode() / 100 == 2) {
        read(answer, download.get(), abort);
      } else {
        answer.setEntity(whole(answer, call.map(SourceCall::bounds).orElse(usual), abort));
      }
      answer.removeHeaders(HttpHeaders.CONTENT_ENCODING);
      return answer;
    } catch (IOException | HttpException | RuntimeException e) {
      abort.run();
      run.ifPresent(ActiveRun::checkGoingOn);
      if (late.get()) {
        throw new IOException("no whole answer within " + longest.toSeconds() + " s", e);
      }
      throw e;
    } finally {
      end.cancel(false);
      run.ifPresent(r -> r.waits().end(abort));
    }
  }

  /** What makes a large answer may take minutes before it sends its first byte. */
  private static void beSilentFor(Duration silent, ExecChain.Scope scope) {
    HttpClientContext context = scope.clientContext;
    context.setRequestConfig(
        RequestConfig.copy(context.getRequestConfigOrDefault())
            .setResponseTimeout(Timeout.of(silent))
            .build());
  }

  private static void abortLate(AtomicBoolean late, Runnable abort) {
    late.set(true);
    abort.run();
  }

  private static @Nullable HttpEntity whole(
      ClassicHttpResponse answer, Bounds bounds, Runnable abort) throws IOException {
    HttpEntity entity = answer.getEntity();
    if (entity == null) {
      return null;
    }
    InputStream wire = entity.getContent();
    byte[] body = capped(bounds).read(wire, isPacked(answer), entity.getContentLength());
    if (wire.read() >= 0) {
      abort.run(); // more than the packed body said: not a connection to be used again
    }
    return new ByteArrayEntity(body, ContentType.parseLenient(entity.getContentType()));
  }

  /** Reads what there is here, for nothing beyond may see it come. */
  private static void read(ClassicHttpResponse answer, Download<?> download, Runnable abort)
      throws IOException {
    HttpEntity entity = answer.getEntity();
    InputStream wire = entity == null ? InputStream.nullInputStream() : entity.getContent();
    long expected = entity == null ? 0 : entity.getContentLength();
    boolean isPacked = download.isPacked() || isPacked(answer);
    boolean ended = download.take(capped(download.bounds()).open(wire, isPacked, expected));
    if (!ended || wire.read() >= 0) {
      abort.run();
    }
    answer.setEntity(null);
  }

  private static CappedBody capped(Bounds bounds) {
    return new CappedBody(bounds.largest().toBytes(), bounds.ratio());
  }

  private static boolean isPacked(ClassicHttpResponse answer) {
    Header encoding = answer.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
    return encoding != null && encoding.getValue().contains("gzip");
  }

  private static ScheduledExecutorService alarm() {
    ScheduledThreadPoolExecutor alarm =
        new ScheduledThreadPoolExecutor(1, task -> Daemons.of(task, "call-alarm"));
    alarm.setRemoveOnCancelPolicy(true);
    return alarm;
  }

  @Override
  public void close() {
    alarm.shutdownNow();
  }
}
