package io.syncline.core.source;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.component.http.HttpMethods;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The beans around one attempt in {@code core.source-attempt}: what is sent and what comes. */
@Component
final class SourceAttempt {
  /** Camel counts the tries in headers: without them a call that fails is tried for ever. */
  private static final String COUNT_OF_TRIES = "CamelRedeliver*";

  private final SourceGates gates;
  private final SourceCalls calls;
  private final SourceSettings settings;
  private final SourceJudge judge;
  private final SourceJson json = new SourceJson();

  SourceAttempt(SourceGates gates, SourceCalls calls, SourceSettings settings, SourceJudge judge) {
    this.gates = gates;
    this.calls = calls;
    this.settings = settings;
    this.judge = judge;
  }

  /** Lets the call pass the gates and turns it into what the HTTP endpoint reads. */
  void prepare(Exchange exchange, @Variable("run") ActiveRun run) {
    SourceRequest request = exchange.getMessage().getBody(SourceRequest.class);
    gates.enter(request.source(), run);
    SourceCall call =
        begun(request.source(), run, exchange.getVariable("download", Download.class));
    calls.begin(exchange.getExchangeId(), call);
    exchange.setVariable("call", call);
    Message message = exchange.getMessage();
    message.removeHeaders("*", COUNT_OF_TRIES);
    request.headers().forEach(message::setHeader);
    message.setHeader(SourceCalls.HEADER, exchange.getExchangeId());
    message.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(request.method()));
    message.setHeader(Exchange.HTTP_URI, request.uri());
    if (!request.query().isEmpty()) {
      message.setHeader(Exchange.HTTP_QUERY, request.query().encoded());
    }
    message.setBody(request.body().map(SourceAttempt::unprinted).orElse(null));
  }

  private SourceCall begun(SourceProfile source, ActiveRun run, @Nullable Download<?> download) {
    return new SourceCall(
        source,
        run,
        settings.whole(source),
        Optional.ofNullable(download),
        new ConcurrentHashMap<>(),
        System.nanoTime());
  }

  /** A body as bytes on their way: nothing that shows an exchange shows a secret in it. */
  private static HttpEntity unprinted(String body) {
    return new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), null);
  }

  /**
   * Reads the answer.
   *
   * @throws TransientFailure when it is worth another try
   * @throws TerminalFailure when it is not, and the run is to stop
   */
  void receive(Exchange exchange, @Variable("call") SourceCall call) throws IOException {
    Message message = exchange.getMessage();
    int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    String after = message.getHeader("Retry-After", String.class);
    Map<String, String> headers = named(message, call.source());
    InputStream body = message.getBody(InputStream.class);
    byte[] bytes = body == null ? new byte[0] : body.readAllBytes();
    message.removeHeaders("*", COUNT_OF_TRIES);
    SourceAnswer answer =
        new SourceAnswer(
            status, json.read(bytes).orElseGet(MissingNode::getInstance), headers, false);
    message.setBody(judge.judge(call, answer, new RawAnswer(after, bytes)));
  }

  /** Whether a call that is made once may have done what it is for, although it failed. */
  boolean mayBeDone(
      @Variable("once") boolean isOnce,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    boolean isRefused = failure instanceof TransientFailure known && known.retryAfter().isPresent();
    return isOnce && !isRefused;
  }

  private static Map<String, String> named(Message message, SourceProfile source) {
    Map<String, String> headers = new HashMap<>();
    for (String name : source.manner().headers()) {
      Object value = message.getHeader(name);
      if (value instanceof List<?> values) {
        headers.put(name, String.join(", ", values.stream().map(String::valueOf).toList()));
      } else if (value != null) {
        headers.put(name, value.toString());
      }
    }
    return headers;
  }
}
