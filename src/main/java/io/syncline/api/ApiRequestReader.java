package io.syncline.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.secret.SignedCall;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;

/**
 * First step of every HTTP route: what the route may know of the request becomes its body, and
 * every header goes, so that nothing a caller sends reaches a source (C2, C3). What will be done is
 * noted here first.
 */
@Component
final class ApiRequestReader {
  private static final String SERVLET_REQUEST = "CamelHttpServletRequest";
  private static final String DECODED = HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE;
  private static final Pattern TEMPLATE_NAME = Pattern.compile("\\{([A-Za-z]+)}");
  private static final String YAML = "application/yaml";
  private static final int LONGEST_PATH_VALUE = 200;
  private static final Pattern SIGNED = Pattern.compile("[\\x20-\\x7e]{1,1000}");
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private final JsonReader json;
  private final Endpoints endpoints;
  private final Audits audits;
  private final Clock clock;

  ApiRequestReader(JsonReader json, Endpoints endpoints, Audits audits, Clock clock) {
    this.json = json;
    this.endpoints = endpoints;
    this.audits = audits;
    this.clock = clock;
  }

  void read(Exchange exchange) {
    Message message = exchange.getIn();
    boolean isInside = message.getBody() instanceof InnerCalls.InnerCall;
    ApiRequest call =
        message.getBody() instanceof InnerCalls.InnerCall inner ? inside(inner) : outside(exchange);
    endpoints.check(call);
    audits.begin(exchange, call, isInside);
    message.setBody(call);
  }

  private ApiRequest inside(InnerCalls.InnerCall inner) {
    ApiCall call = inner.call();
    call.path().forEach(ApiRequestReader::pathValue);
    call.query().forEach((name, value) -> printable(value));
    return new ApiRequest(
        call.method(),
        call.endpoint(),
        call.path(),
        call.query(),
        call.body().flatMap(this::inside),
        Optional.empty(),
        inner.caller(),
        clock.instant(),
        Optional.empty(),
        Optional.of(InnerCalls.LONGEST_WAIT));
  }

  private Optional<JsonNode> inside(JsonNode body) {
    return body.isTextual()
        ? body(body.textValue(), YAML)
        : body(body.toString(), "application/json");
  }

  private ApiRequest outside(Exchange exchange) {
    Message message = exchange.getIn();
    HttpServletRequest request = message.getHeader(SERVLET_REQUEST, HttpServletRequest.class);
    Map<String, String> path = path(exchange, request);
    String text = Optional.ofNullable(message.getBody(String.class)).orElse("");
    Optional<JsonNode> body = body(text, request.getContentType());
    message.removeHeaders("*");
    return new ApiRequest(
        request.getMethod(),
        endpoint(exchange),
        path,
        query(Optional.ofNullable(request.getQueryString()).orElse("")),
        body,
        idempotencyKey(request),
        ApiConsumer.caller(request),
        clock.instant(),
        signed(endpoint(exchange), request, text));
  }

  private static String endpoint(Exchange exchange) {
    return exchange.getFromEndpoint() instanceof PlatformHttpEndpoint endpoint
        ? endpoint.getPath()
        : "";
  }

  private static Map<String, String> path(Exchange exchange, HttpServletRequest request) {
    Map<String, String> path = new LinkedHashMap<>();
    if (exchange.getFromEndpoint() instanceof PlatformHttpEndpoint endpoint) {
      Map<?, ?> decoded = (Map<?, ?>) request.getAttribute(DECODED);
      TEMPLATE_NAME
          .matcher(endpoint.getPath())
          .results()
          .map(match -> match.group(1))
          .forEach(name -> path.put(name, pathValue(name, (String) decoded.get(name))));
    }
    return path;
  }

  /**
   * A vendor's own key is any text: it is checked as it reads when decoded, and only ever bound.
   */
  private static String pathValue(String name, @Nullable String value) {
    if (value == null
        || value.isBlank()
        || value.length() > LONGEST_PATH_VALUE
        || !isPrintable(value)) {
      throw RequestRefused.invalid(
          name, "must be 1 to " + LONGEST_PATH_VALUE + " printable characters", List.of());
    }
    return value;
  }

  /** YAML stays text: what it may say is its endpoint's to know. */
  private Optional<JsonNode> body(String text, @Nullable String type) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    return YAML.equals(type)
        ? Optional.of(TextNode.valueOf(text))
        : json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : raw.split("&")) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        String name = decoded(parts[0]);
        if (query.put(name, parts.length == 1 ? "" : decoded(parts[1])) != null) {
          throw RequestRefused.invalid(shown(name), "is given more than once", List.of());
        }
      }
    }
    return query;
  }

  private static String decoded(String raw) {
    String text;
    try {
      text = URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw RequestRefused.invalid("query", "a percent sign begins no two hex digits", List.of());
    }
    return printable(text);
  }

  private static String printable(String text) {
    if (!isPrintable(text)) {
      throw RequestRefused.invalid("query", "must be printable UTF-8", List.of());
    }
    return text;
  }

  private static boolean isPrintable(String text) {
    return text.chars().noneMatch(Character::isISOControl) && text.indexOf('\ufffd') < 0;
  }

  /** What a signature of that endpoint is checked by, of what the call has of it. */
  private Optional<SignedCall> signed(String endpoint, HttpServletRequest request, String body) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : endpoints.signedBy(endpoint)) {
      Optional.ofNullable(request.getHeader(name))
          .filter(value -> SIGNED.matcher(value).matches())
          .ifPresent(value -> headers.put(name, value));
    }
    return headers.isEmpty() ? Optional.empty() : Optional.of(new SignedCall(headers, body));
  }

  private static Optional<String> idempotencyKey(HttpServletRequest request) {
    String key = request.getHeader("Idempotency-Key");
    if (key != null && !KEY.matcher(key).matches()) {
      throw RequestRefused.invalid(
          "Idempotency-Key", "must be 1 to 255 printable characters", List.of());
    }
    return Optional.ofNullable(key);
  }

  private static String shown(String name) {
    return name.length() > 64 ? name.substring(0, 64) : name;
  }
}
