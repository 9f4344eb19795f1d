package io.syncline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Turns the JSON of an operator into a fault, or says what would be allowed. */
final class FaultReader {

  private static final long DEFAULT_DELAY_MS = 2000;
  private static final long MAX_DELAY_MS = 600_000;
  private static final List<String> KEYS =
      List.of("source", "kind", "rate", "count", "delay_ms", "endpoint");

  private final SandboxJson json;

  FaultReader(SandboxJson json) {
    this.json = json;
  }

  Fault read(String body) {
    JsonNode order =
        json.read(body)
            .filter(JsonNode::isObject)
            .orElseThrow(() -> rejected("the body must be a JSON object", KEYS));
    order.fieldNames().forEachRemaining(FaultReader::requireKnownKey);
    Vendor vendor = vendor(order);
    FaultKind kind = kind(order, vendor);
    return new Fault(
        kind,
        endpoints(order, vendor, kind),
        number(order, "rate", 1.0, 0.0, 1.0).doubleValue(),
        number(order, "count", Fault.UNTIL_CLEARED, 1, Fault.UNTIL_CLEARED).longValue(),
        Duration.ofMillis(
            number(order, "delay_ms", DEFAULT_DELAY_MS, 0, MAX_DELAY_MS).longValue()));
  }

  private static void requireKnownKey(String key) {
    if (!KEYS.contains(key)) {
      throw rejected("unknown key '" + key + "'", KEYS);
    }
  }

  private static Vendor vendor(JsonNode order) {
    String word = order.path("source").asText();
    return Vendor.ofWord(word)
        .orElseThrow(() -> unknown("source", word, Stream.of(Vendor.values()).map(Vendor::word)));
  }

  private static FaultKind kind(JsonNode order, Vendor vendor) {
    String word = order.path("kind").asText();
    return FaultKind.ofWord(vendor, word)
        .orElseThrow(
            () -> unknown("kind", word, FaultKind.of(vendor).stream().map(FaultKind::name)));
  }

  private static Set<Endpoint> endpoints(JsonNode order, Vendor vendor, FaultKind kind) {
    List<Endpoint> fitting = Endpoint.of(vendor).stream().filter(kind::fits).toList();
    if (!order.hasNonNull("endpoint")) {
      return Set.copyOf(fitting);
    }
    String word = order.path("endpoint").asText();
    return Endpoint.ofWord(vendor, word)
        .filter(fitting::contains)
        .map(Set::of)
        .orElseThrow(() -> unknown("endpoint", word, fitting.stream().map(Endpoint::word)));
  }

  private static Number number(
      JsonNode order, String key, Number fallback, Number least, Number most) {
    if (!order.hasNonNull(key)) {
      return fallback;
    }
    JsonNode value = order.path(key);
    boolean whole = fallback instanceof Double || value.canConvertToLong();
    double size = value.asDouble();
    if (!value.isNumber() || !whole || size < least.doubleValue() || size > most.doubleValue()) {
      throw rejected(key + " is out of range: " + value, key + " from " + least + " to " + most);
    }
    return value.numberValue();
  }

  private static Refusal unknown(String key, String word, Stream<String> allowed) {
    return rejected("unknown " + key + " '" + word + "'", allowed.toList());
  }

  /** An order that cannot be carried out, with what would have been allowed. */
  private static Refusal rejected(String message, Object allowed) {
    return new Refusal(400, new Fields().with("error", message).with("allowed", allowed));
  }
}
