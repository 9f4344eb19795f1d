package io.syncline.api;

import io.syncline.core.error.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.jspecify.annotations.Nullable;

/**
 * Serves every platform-http endpoint, so that no route can forget a guard:
 *
 * <ol>
 *   <li>each gets the {@link ApiHeaderFilter}, whatever it asks for;
 *   <li>a path that begins with {@code proxy} is refused (CVE-2026-85316 makes a proxy of it);
 *   <li>bounded threads and queue instead of eight threads and an endless one (C9); calls that may
 *       wait for a run have their own, so health never waits behind them.
 * </ol>
 */
final class ApiEngine implements PlatformHttpEngine, AutoCloseable {
  private final int port;
  private final Answers answers;
  private final BoundedExecutor shortCalls;
  private final BoundedExecutor longCalls;

  /** What it takes to answer without a route. */
  record Answers(Problems problems, ProblemWriter writer, Duration retryAfter) {

    void overloaded(HttpServletResponse response) {
      notNow(response, "OVERLOADED", "Too many requests are being served");
    }

    void notNow(HttpServletResponse response, String code, String detail) {
      send(
          response,
          Problem.later(503, code, "Not available now", detail + "; try again later", retryAfter));
    }

    void send(HttpServletResponse response, Problem problem) {
      try {
        problems.send(response, problem);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  ApiEngine(int port, HttpSettings settings, Problems problems, ProblemWriter writer) {
    this.port = port;
    this.answers = new Answers(problems, writer, settings.retryAfter());
    this.shortCalls = new BoundedExecutor("http-", settings.shortThreads(), settings.shortQueue());
    this.longCalls =
        new BoundedExecutor("http-wait-", settings.longThreads(), settings.longQueue());
  }

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    if (endpoint.isHttpProxy() || endpoint.getPath().startsWith("/proxy")) {
      throw new IllegalArgumentException("A path must not begin with proxy: " + endpoint.getPath());
    }
    endpoint.setHeaderFilterStrategy(new ApiHeaderFilter());
    boolean isLong = mayWait(endpoint.getHttpMethodRestrict(), endpoint.getPath());
    return new ApiConsumer(endpoint, processor, isLong ? longCalls : shortCalls, answers);
  }

  /** Refuses a call that may wait for a run while every place to wait is taken. */
  boolean refuses(String method, String path, HttpServletResponse response) {
    boolean full = mayWait(method, path) && longCalls.isFull();
    if (full) {
      answers.overloaded(response);
    }
    return full;
  }

  @Override
  public int getServerPort() {
    return port;
  }

  @Override
  public void close() {
    shortCalls.close();
    longCalls.close();
  }

  /**
   * Only a POST starts a run and may wait for it; an endpoint for all methods may be one. Whoever
   * stops a run must not wait behind those who wait for it.
   */
  private static boolean mayWait(@Nullable String methods, String path) {
    return (methods == null || methods.contains("POST")) && !path.endsWith("/cancel");
  }
}
