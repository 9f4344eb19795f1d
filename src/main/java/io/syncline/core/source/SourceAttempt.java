package io.syncline.core.source;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
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
  private static final Duration NO_TIME_TOLD = Duration.ofSeconds(2);

  /** Camel counts the tries in headers: without them a call that fails is tried for ever. */
  private static final String COUNT_OF_TRIES = "CamelRedeliver*";

  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 64;
  private static final int LONGEST_TEXT = 1 << 20;

  /** Of an answer: three bytes such as {@code {},} take eighty in memory. */
  private static final int MOST_TOKENS = 500_000;

  private final SourceGates gates;
  private final SourceIdentities identities;
  private final RetryAfter retryAfter;
  private final CappedBody cappedBody;
  private final ObjectMapper json = exactNumbers();

  SourceAttempt(
      SourceGates gates, SourceIdentities identities, Clock clock, SourceSettings settings) {
    this.gates = gates;
    this.identities = identities;
    this.retryAfter = new RetryAfter(clock);
    this.cappedBody =
        new CappedBody(
            settings.largestAnswer().toBytes(), settings.largestRatio(), settings.callTimeout());
  }

  /** Lets the call pass the gates and turns it into what the HTTP endpoint reads. */
  void prepare(Exchange exchange, @Variable("run") ActiveRun run) {
    SourceRequest request = exchange.getMessage().getBody(SourceRequest.class);
    gates.enter(request.source(), run);
    exchange.setVariable("source", request.source());
    exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, true);
    Message message = exchange.getMessage();
    message.removeHeaders("*", COUNT_OF_TRIES);
    request.headers().forEach(message::setHeader);
    message.setHeader(SourceIdentities.HEADER, identities.nameOf(request.source()));
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
   * @throws TransientFailure for 408, 429, 5xx and a success that is not JSON
   * @throws TerminalFailure for 401 and 403, and when the source asks for a longer wait than
   *     allowed
   */
  void receive(Exchange exchange, @Variable("source") SourceProfile source) throws IOException {
    Message message = exchange.getMessage();
    int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    String encoding = message.getHeader("Content-Encoding", "", String.class);
    String after = message.getHeader("Retry-After", String.class);
    byte[] bytes = bytes(message, encoding);
    message.removeHeaders("*", COUNT_OF_TRIES);
    if (status == 401 || status == 403) {
      throw TerminalFailure.refusedKey(source.name(), status);
    }
    if (status == 429 || status == 503) {
      throw throttled(source, status, after, bytes);
    }
    if (status >= 500 || status == 408) {
      throw TransientFailure.source("SOURCE_FAILED", source.name() + " answered HTTP " + status);
    }
    message.setBody(new SourceAnswer(status, parse(source, status, bytes)));
  }

  private byte[] bytes(Message message, String encoding) throws IOException {
    InputStream body = message.getBody(InputStream.class);
    return body == null ? new byte[0] : cappedBody.read(body, encoding.contains("gzip"));
  }

  private RuntimeException throttled(
      SourceProfile source, int status, String header, byte[] bytes) {
    Duration wait =
        retryAfter.read(header, new String(bytes, StandardCharsets.UTF_8)).orElse(NO_TIME_TOLD);
    if (wait.compareTo(source.longestWait()) > 0) {
      return TerminalFailure.stopped(
          "SOURCE_THROTTLED",
          source.name() + " asks to wait " + wait.toSeconds() + " s; the next run goes on");
    }
    gates.limiter(source).pause(wait);
    return TransientFailure.throttled(
        source.name() + " answered HTTP " + status + ", waiting " + wait.toMillis() + " ms", wait);
  }

  private JsonNode parse(SourceProfile source, int status, byte[] bytes) {
    try {
      JsonNode body = json.readTree(bytes);
      if (body != null && !body.isMissingNode()) {
        return body;
      }
    } catch (IOException e) {
      if (status >= 300) {
        return MissingNode.getInstance();
      }
    }
    if (status >= 300) {
      return MissingNode.getInstance();
    }
    throw TransientFailure.source("SOURCE_GARBAGE", source.name() + " answered what is not JSON");
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
