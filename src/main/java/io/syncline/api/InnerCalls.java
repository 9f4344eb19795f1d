package io.syncline.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.syncline.core.error.Problem;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls;
import io.syncline.core.pipeline.Endpoint;
import io.syncline.core.record.ExactNumbers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.support.DefaultConsumer;
import org.springframework.stereotype.Component;

/**
 * Sends a call through the very route that serves its endpoint over HTTP. There are only so many at
 * once: however many pages are open, most of staging's connections are left to runs.
 */
@Component
final class InnerCalls implements ApiCalls {
  private static final String WAIT = "wait";
  private static final String YAML = "application/yaml";
  private static final ObjectReader EXACT = ExactNumbers.in(JsonMapper.builder()).build().reader();

  /** A page's thread is one of the container's few: it waits for what is done at once only. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

  private static final Duration SOON = Duration.ofSeconds(5);

  private static final Problem OVERLOADED =
      Problem.later(
          503,
          "OVERLOADED",
          "Too many pages at once",
          "Other pages wait for the database already; load this one again in a moment",
          SOON);

  private final CamelContext camel;
  private final Endpoints endpoints;
  private final Problems problems;
  private final ProblemWriter problemWriter;
  private final Turns turns;

  InnerCalls(
      CamelContext camel,
      Endpoints endpoints,
      Problems problems,
      ProblemWriter problemWriter,
      HttpSettings settings) {
    this.camel = camel;
    this.endpoints = endpoints;
    this.problems = problems;
    this.problemWriter = problemWriter;
    this.turns = new Turns(settings.pageCalls(), settings.pageQueue(), settings.pageWait());
  }

  /** What a route gets instead of a request. */
  record InnerCall(ApiCall call, String caller) {}

  @Override
  public Told ask(ApiCall call, Caller caller) {
    Endpoint endpoint = endpoints.find(call.method(), call.endpoint());
    if (!isOpenTo(caller, endpoint, call)) {
      return told(
          RequestRefused.of(403, "FORBIDDEN", "Not allowed", "Only an admin may do or see this")
              .problem());
    }
    if (!camel.isStarted()) {
      return told(
          Problem.later(
              503, "STARTING", "Starting or stopping", "Not serving yet; try again", SOON));
    }
    return turns
        .during(() -> send(new InnerCall(waiting(call, endpoint), caller.name())))
        .orElseGet(() -> told(OVERLOADED));
  }

  private static boolean isOpenTo(Caller caller, Endpoint endpoint, ApiCall call) {
    return switch (endpoint.guard()) {
      case VIEWER, NONE -> call.method().equals("GET");
      case ADMIN, CRON_SECRET, SYNC_API_KEY -> caller.isAdmin();
      case SIGNATURE -> false;
    };
  }

  /** A page does not wait for the end of what it starts. */
  private static ApiCall waiting(ApiCall call, Endpoint endpoint) {
    boolean mayWait =
        call.method().equals("POST")
            && endpoint.start().map(Endpoint.Start::waits).orElse(true)
            && endpoint.query().map(it -> it.contains(WAIT)).orElse(true);
    return mayWait && !call.query().containsKey(WAIT) ? call.asking(WAIT, "false") : call;
  }

  private Told send(InnerCall inner) {
    DefaultConsumer consumer = consumer(inner.call());
    if (!consumer.isStarted()) {
      return told(
          RequestRefused.of(
                  503, "ROUTE_STOPPED", "Stopped", "An operator has stopped this endpoint")
              .problem());
    }
    Exchange exchange = consumer.createExchange(false);
    try {
      exchange.getIn().setBody(inner);
      consumer.getProcessor().process(exchange);
      if (exchange.getException() != null) {
        problemWriter.write(exchange);
      }
      Message answer = exchange.getMessage();
      byte[] body = answer.getBody(byte[].class);
      return new Told(
          answer.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class),
          YAML.equals(answer.getHeader(Exchange.CONTENT_TYPE))
              ? TextNode.valueOf(new String(body, StandardCharsets.UTF_8))
              : read(body));
    } catch (Exception e) {
      throw new IllegalStateException("a route let an exception out", e);
    } finally {
      consumer.releaseExchange(exchange, false);
    }
  }

  private DefaultConsumer consumer(ApiCall call) {
    for (Route route : camel.getRoutes()) {
      if (route.getEndpoint() instanceof PlatformHttpEndpoint endpoint
          && endpoint.getPath().equals(call.endpoint())
          && serves(endpoint.getHttpMethodRestrict(), call.method())) {
        return (DefaultConsumer) route.getConsumer();
      }
    }
    throw new IllegalArgumentException("no route serves " + call.method() + " " + call.endpoint());
  }

  private static boolean serves(String methods, String method) {
    return methods == null || List.of(methods.split(",")).contains(method);
  }

  private Told told(Problem problem) {
    return new Told(problem.status(), read(problems.json(problem)));
  }

  private JsonNode read(byte[] body) {
    try {
      return body == null || body.length == 0 ? NullNode.getInstance() : EXACT.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
