package io.syncline.api;

import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** Endpoints with the habits of a careless route, under a path that takes the cron secret. */
public class TestRoutes extends RouteBuilder {
  final CountDownLatch release = new CountDownLatch(1);

  @Override
  public void configure() {
    from("platform-http:/api/cron/echo/{id}?httpMethodRestrict=GET,POST")
        .routeId("test.echo")
        .routeConfigurationId("request")
        .to("bean:apiRequestReader?method=read")
        .process(TestRoutes::echo)
        .to("bean:apiAnswerWriter?method=write");
    from("platform-http:/api/cron/asked?httpMethodRestrict=POST")
        .routeId("test.asked")
        .routeConfigurationId("request")
        .to("bean:apiRequestReader?method=read")
        .process(TestRoutes::echo)
        .to("bean:apiAnswerWriter?method=write");
    from("platform-http:/api/cron/careless?httpMethodRestrict=POST")
        .routeId("test.careless")
        .setHeader("X-Internal", constant("inside"))
        .setHeader("Location", constant("/somewhere"))
        .setBody(constant("done"));
    from("platform-http:/api/cron/broken?httpMethodRestrict=POST")
        .routeId("test.broken")
        .routeConfigurationId("request")
        .to("direct:test.child");
    from("direct:test.child")
        .routeId("test.child")
        .process(exchange -> fail("password=canary-in-exception"));
    from("platform-http:/api/cron/unhandled?httpMethodRestrict=POST")
        .routeId("test.unhandled")
        .process(exchange -> fail("password=canary-in-exception"));
    from("platform-http:/api/cron/refused?httpMethodRestrict=POST")
        .routeId("test.refused")
        .routeConfigurationId("request")
        .process(exchange -> refuse());
    from("platform-http:/api/cron/slow?httpMethodRestrict=POST")
        .routeId("test.slow")
        .process(exchange -> release.await())
        .setBody(constant("released"));
  }

  private static void fail(String text) {
    throw new IllegalStateException(text);
  }

  private static void refuse() {
    throw RequestRefused.invalid("marketplace", "is not a marketplace", List.of("us", "uk"));
  }

  private static void echo(Exchange exchange) {
    ApiRequest request = exchange.getMessage().getBody(ApiRequest.class);
    Map<String, Object> seen = new TreeMap<>();
    seen.put("method", request.method());
    seen.put("path", request.path());
    seen.put("query", request.query());
    seen.put("caller", request.caller());
    seen.put("patience", request.patience(Duration.ofMinutes(5)).toString());
    seen.put("key", request.idempotencyKey().orElse(""));
    request.body().ifPresent(it -> seen.put("body", it));
    seen.put("headers", new TreeSet<>(exchange.getMessage().getHeaders().keySet()));
    exchange.getMessage().setBody(ApiAnswer.ok(seen));
  }
}
