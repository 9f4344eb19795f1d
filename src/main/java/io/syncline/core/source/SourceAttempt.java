package io.syncline.core.source;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.ActiveRun.Stop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.component.http.HttpMethods;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.springframework.stereotype.Component;

/**
 * The beans around one attempt in {@code core.source-attempt}: what is sent, and what the status
 * and the body of the answer mean.
 */
@Component
final class SourceAttempt {
  private static final Duration REST_AFTER_503 = Duration.ofSeconds(2);

  /** Camel counts the tries in headers: without them a call that fails is tried for ever. */
  private static final String COUNT_OF_TRIES = "CamelRedeliver*";

  /** How much of a body tells what it is. */
  private static final int START = 64;

  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 64;
  private static final int LONGEST_TEXT = 1 << 20;

  /** Of an answer: three bytes such as {@code {},} take eighty in memory. */
  private static final int MOST_TOKENS = 500_000;

  private final SourceGates gates;
  private final SourceCalls calls;
  private final RetryAfter retryAfter;
  private final ObjectMapper json = exactNumbers();

  SourceAttempt(SourceGates gates, SourceCalls calls, Clock clock) {
    this.gates = gates;
    this.calls = calls;
    this.retryAfter = new RetryAfter(clock);
  }

  /** Lets the call pass the gates and turns it into what the HTTP endpoint reads. */
  void prepare(Exchange exchange, @Variable("run") ActiveRun run) {
    SourceRequest request = exchange.getMessage().getBody(SourceRequest.class);
    gates.enter(request.source(), run);
    SourceCall call = new SourceCall(request.source(), run, System.nanoTime());
    calls.begin(exchange.getExchangeId(), call);
    exchange.setVariable("call", call);
    Message message = exchange.getMessage();
    message.removeHeaders("*", COUNT_OF_TRIES);
    request.headers().forEach(message::setHeader);
    message.setHeader(SourceCalls.HEADER, exchange.getExchangeId());
    message.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(request.method()));
    message.setHeader(Exchange.HTTP_URI, request.uri());
    message.setHeader(Exchange.HTTP_QUERY, request.encodedQuery());
    message.setBody(request.body().map(SourceAttempt::unprinted).orElse(null));
  }

  /** A body as bytes on their way: nothing that shows an exchange shows a secret in it. */
  private static HttpEntity unprinted(String body) {
    return new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), null);
  }

  /**
   * Reads the answer.
   *
   * @throws TransientFailure for 408, 429, 5xx, a web page instead of a refusal, and a success that
   *     is not JSON
   * @throws TerminalFailure for 401 and 403, when the source asks for a longer wait than allowed,
   *     and when it refused so often in a row that it will not answer in this run
   */
  void receive(Exchange exchange, @Variable("call") SourceCall call) throws IOException {
    Message message = exchange.getMessage();
    int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    String after = message.getHeader("Retry-After", String.class);
    InputStream body = message.getBody(InputStream.class);
    byte[] bytes = body == null ? new byte[0] : body.readAllBytes();
    message.removeHeaders("*", COUNT_OF_TRIES);
    SourceProfile source = call.source();
    if (status == 403 && isPage(bytes)) {
      throw blocked(call);
    }
    if (status == 429 || status == 503) {
      throw throttled(call, status, after, bytes);
    }
    gates.of(source).answered(call);
    if (status == 401 || status == 403) {
      throw TerminalFailure.refusedKey(source.name(), status);
    }
    if (status >= 500 || status == 408) {
      throw TransientFailure.source(
          StopReason.SOURCE_FAILED, source.name() + " answered HTTP " + status);
    }
    message.setBody(new SourceAnswer(status, parse(source, status, bytes)));
  }

  /** Whether a body is a web page: what stands before a source answered, not the source. */
  private static boolean isPage(byte[] bytes) {
    return new String(bytes, 0, Math.min(bytes.length, START), StandardCharsets.UTF_8)
        .replace("\uFEFF", "")
        .stripLeading()
        .startsWith("<");
  }

  /** What a bot wall says tells nothing of the credential. */
  private RuntimeException blocked(SourceCall call) {
    String what =
        call.source().name()
            + " is behind something that answers HTTP 403 with a web page, such as a bot wall or a proxy";
    gates.of(call.source()).refused(call, new Stop(StopReason.SOURCE_UNAVAILABLE, what));
    return TransientFailure.source(StopReason.SOURCE_BLOCKED, what);
  }

  private RuntimeException throttled(SourceCall call, int status, String header, byte[] bytes) {
    SourceProfile source = call.source();
    Optional<Duration> told = retryAfter.read(header, new String(bytes, StandardCharsets.UTF_8));
    if (told.isPresent() && told.get().compareTo(source.longestWait()) > 0) {
      return TerminalFailure.stopped(
          StopReason.SOURCE_THROTTLED,
          source.name() + " asks to wait " + told.get().toSeconds() + " s; the next run goes on");
    }
    Duration wait = told.orElseGet(() -> rest(call, status));
    gates.of(source).pause(wait);
    return TransientFailure.throttled(
        source.name() + " answered HTTP " + status + ", waiting " + wait.toMillis() + " ms", wait);
  }

  /** A 429 that names no time and stays is how a source says that its calls are used up. */
  private Duration rest(SourceCall call, int status) {
    if (status != 429) {
      return REST_AFTER_503;
    }
    String reason =
        call.source().name()
            + " answers HTTP 429 to all calls and names no time: they seem used up; a later run goes on";
    return gates.of(call.source()).refused(call, new Stop(StopReason.SOURCE_THROTTLED, reason));
  }

  private JsonNode parse(SourceProfile source, int status, byte[] bytes) {
    try {
      JsonNode body = json.readTree(bytes);
      if (body != null && !body.isMissingNode()) {
        return body;
      }
    } catch (IOException e) {
      // no JSON: what that means is for the status to say
    }
    if (status >= 300) {
      return MissingNode.getInstance();
    }
    throw TransientFailure.source(
        StopReason.SOURCE_GARBAGE, source.name() + " answered what is not JSON");
  }

  /** Prices keep the digits of the wire; nothing may be nested or long without limit. */
  private static ObjectMapper exactNumbers() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxNumberLength(LONGEST_NUMBER)
                .maxStringLength(LONGEST_TEXT)
                .maxTokenCount(MOST_TOKENS)
                .build());
    return mapper;
  }
}
