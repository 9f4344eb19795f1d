package io.syncline.api;

import io.syncline.core.error.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Camel's consumer with four answers it lacks: 503 while its route is stopped (C25; Camel keeps the
 * mapping), 503 when all threads and the queue are taken (C9), 405 for a HEAD that would start a
 * run, and a problem for an exception no route handled, such as one of a sub-route with its own
 * error handler.
 */
final class ApiConsumer extends SpringBootPlatformHttpConsumer {
  private static final String CALLER = ApiConsumer.class.getName() + ".caller";

  /** A future, even a completed one, would send the request through all filters once more. */
  private static final @Nullable CompletableFuture<Void> ANSWERED = null;

  private final ApiEngine.Answers answers;

  ApiConsumer(
      PlatformHttpEndpoint endpoint,
      Processor processor,
      Executor executor,
      ApiEngine.Answers answers) {
    super(endpoint, processor, executor);
    this.answers = answers;
  }

  /** Who asks; the security context stays on the container's thread, so it is noted there. */
  static String caller(HttpServletRequest request) {
    return request.getAttribute(CALLER) instanceof String name ? name : "anonymous";
  }

  @Override
  public @Nullable CompletableFuture<Void> service(
      HttpServletRequest request, HttpServletResponse response) {
    if (!isStarted()) {
      answers.notNow(response, "ROUTE_STOPPED", "An operator has stopped this endpoint");
      return ANSWERED;
    }
    if (request.getMethod().equals("HEAD") && startsSomething()) {
      notAllowed(response);
      return ANSWERED;
    }
    Principal principal = request.getUserPrincipal();
    if (principal != null) {
      request.setAttribute(CALLER, principal.getName());
    }
    try {
      return super.service(request, response);
    } catch (RejectedExecutionException e) {
      answers.overloaded(response);
      return ANSWERED;
    }
  }

  /** A GET beside a POST does the same: only one without does nothing but answer. */
  private boolean startsSomething() {
    String methods = getEndpoint().getHttpMethodRestrict();
    return methods == null || methods.contains("POST");
  }

  private void notAllowed(HttpServletResponse response) {
    response.setHeader("Allow", getEndpoint().getHttpMethodRestrict());
    answers.send(
        response,
        RequestRefused.of(
                405,
                "METHOD_NOT_ALLOWED",
                "Method not allowed",
                "HEAD would start a run here; use " + getEndpoint().getHttpMethodRestrict())
            .problem());
  }

  @Override
  protected void afterProcess(HttpServletResponse response, Exchange exchange) throws Exception {
    if (exchange.getException() != null) {
      answers.writer().write(exchange);
    }
    super.afterProcess(response, exchange);
  }
}
