package io.syncline.core.trace;

import static io.syncline.core.trace.Otlp.number;
import static io.syncline.core.trace.Otlp.text;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunOutcome;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceRequest;
import io.syncline.core.write.OnItsWay;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/**
 * Makes a span of each lead of a run, of each attempt at a source and of each batch in either
 * database. The id of the trace is that of the run, so that leads of it on several instances are
 * one trace. What a span says are words of fixed sets and numbers: never an address, an account, a
 * query, a value or a message. Threads may share it.
 */
final class RunSpans implements RoutePolicyFactory {
  private static final Map<String, Step> STEPS =
      Map.of(
          "core.run", Step.RUN,
          "core.source-attempt", Step.CALL,
          "core.write-staging", Step.STAGING,
          "core.compose-staging", Step.STAGING,
          "core.write-production", Step.PRODUCTION,
          "core.compose-production", Step.PRODUCTION);

  private final SpanSender sender;
  private final Clock clock;
  private final Map<UUID, ByteString> leads = new ConcurrentHashMap<>();

  private enum Step {
    RUN("run", Span.SpanKind.SPAN_KIND_INTERNAL),
    CALL("call", Span.SpanKind.SPAN_KIND_CLIENT),
    STAGING("batch staging", Span.SpanKind.SPAN_KIND_CLIENT),
    PRODUCTION("batch production", Span.SpanKind.SPAN_KIND_CLIENT);

    private final String word;
    private final Span.SpanKind kind;

    Step(String word, Span.SpanKind kind) {
      this.word = word;
      this.kind = kind;
    }
  }

  RunSpans(SpanSender sender, Clock clock) {
    this.sender = sender;
    this.clock = clock;
  }

  @Override
  public @Nullable RoutePolicy createRoutePolicy(
      CamelContext camel, String routeId, NamedNode route) {
    Step step = STEPS.get(routeId);
    return step == null ? null : new Spans(step);
  }

  private final class Spans extends RoutePolicySupport {
    private final Step step;
    private final Map<String, Span.Builder> open = new ConcurrentHashMap<>();

    private Spans(Step step) {
      this.step = step;
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
      ActiveRun run = exchange.getVariable("run", ActiveRun.class);
      if (run != null) {
        open.put(exchange.getExchangeId(), begun(run, exchange.getMessage().getBody()));
      }
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
      Span.Builder span = open.remove(exchange.getExchangeId());
      ActiveRun run = exchange.getVariable("run", ActiveRun.class);
      if (span != null && run != null) {
        span.setEndTimeUnixNano(Otlp.nanos(clock.instant()));
        if (ended(span, run, exchange.getMessage().getBody()) || exchange.getException() != null) {
          span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
        }
        sender.add(span.build());
      }
    }

    private Span.Builder begun(ActiveRun run, @Nullable Object body) {
      Span.Builder span =
          Span.newBuilder()
              .setTraceId(Otlp.trace(run.id()))
              .setSpanId(Otlp.newSpan())
              .setName(step.word + " " + run.pipeline())
              .setKind(step.kind)
              .setStartTimeUnixNano(Otlp.nanos(clock.instant()))
              .addAttributes(text("syncline.pipeline", run.pipeline()));
      if (step == Step.RUN) {
        leads.put(run.id(), span.getSpanId());
      } else {
        span.setParentSpanId(leads.getOrDefault(run.id(), ByteString.EMPTY));
      }
      if (body instanceof SourceRequest request && !request.source().operation().isEmpty()) {
        span.addAttributes(text("syncline.operation", request.source().operation()));
      } else if (body instanceof OnItsWay delivery && step == Step.PRODUCTION) {
        say(span, delivery.left());
      }
      return span;
    }

    /** Whether it failed. */
    private boolean ended(Span.Builder span, ActiveRun run, @Nullable Object body) {
      if (step == Step.RUN) {
        leads.remove(run.id());
        String outcome = run.isPutOff() ? "put off" : run.outcome().word();
        span.addAttributes(text("syncline.outcome", outcome));
        return run.outcome() == RunOutcome.FAILED;
      }
      if (body instanceof SourceAnswer answer) {
        span.addAttributes(number("http.response.status_code", answer.status()));
      } else if (body instanceof OnItsWay delivery && step == Step.STAGING) {
        say(span, delivery.left());
      } else if (body instanceof OnItsWay delivery) {
        return !delivery.left().isEmpty(); // it is the relay's
      }
      return false;
    }

    /** What staging has and production is to have. */
    private void say(Span.Builder span, List<OnItsWay.Left> parts) {
      if (!parts.isEmpty()) {
        span.addAttributes(text("syncline.stream", parts.get(0).stream()))
            .addAttributes(
                number("syncline.rows", parts.stream().mapToLong(OnItsWay.Left::records).sum()));
      }
    }
  }
}
