package io.syncline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Turns the JSON of an operator into a fault, or says what would be allowed. */
final class FaultReader {

  private static final long DEFAULT_DELAY_MS = 2000;
  private static final long MAX_DELAY_MS = 600_000;
  private static final List<String> KEYS =
      List.of("source", "kind", "rate", "count", "delay_ms", "endpoint", "account");

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
    Vendor vendor = choice(order, "source", List.of(Vendor.values()), Vendor::word);
    FaultKind kind = choice(order, "kind", FaultKind.of(vendor), FaultKind::name);
    List<Endpoint> fitting = Endpoint.of(vendor).stream().filter(kind::fits).toList();
    return new Fault(
        kind,
        order.hasNonNull("endpoint")
            ? Set.of(choice(order, "endpoint", fitting, Endpoint::word))
            : Set.copyOf(fitting),
        order.path("account").asText(),
        number(order, "rate", 1.0, 0.0, 1.0).doubleValue(),
        number(order, "count", Fault.UNTIL_CLEARED, 1, Fault.UNTIL_CLEARED).longValue(),
        Duration.ofMillis(
            number(order, "delay_ms", DEFAULT_DELAY_MS, 0, MAX_DELAY_MS).longValue()));
  }

  private static void requireKnownKey(String key) {
    Refusal.when(!KEYS.contains(key), () -> rejected("unknown key '" + key + "'", KEYS));
  }

  private static <T> T choice(
      JsonNode order, String key, List<T> allowed, Function<T, String> word) {
    String given = order.path(key).asText();
    return allowed.stream()
        .filter(one -> word.apply(one).equals(given))
        .findFirst()
        .orElseThrow(
            () ->
                rejected(
                    "unknown " + key + " '" + given + "'", allowed.stream().map(word).toList()));
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

  /** An order that cannot be carried out, with what would have been allowed. */
  private static Refusal rejected(String message, Object allowed) {
    return new Refusal(400, new Fields().with("error", message).with("allowed", allowed));
  }
}
