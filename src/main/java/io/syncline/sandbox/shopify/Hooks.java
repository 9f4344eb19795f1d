package io.syncline.sandbox.shopify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import graphql.schema.DataFetchingEnvironment;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What shops were asked to tell, and whom; nothing is ever sent. Threads may share it. */
final class Hooks {
  private final ConcurrentMap<String, List<ObjectNode>> byShop = new ConcurrentHashMap<>();
  private final AtomicLong issued = new AtomicLong(1_000);
  private final Clock clock;

  Hooks(Clock clock) {
    this.clock = clock;
  }

  ArrayNode of(String shop) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    return all.addAll(list(shop));
  }

  /** An address is told of a topic once. */
  Map<String, @Nullable Object> add(String shop, DataFetchingEnvironment field) {
    String topic = Objects.toString(field.getArgument("topic"));
    Map<String, Object> wanted =
        Objects.requireNonNullElse(
            field.<Map<String, Object>>getArgument("webhookSubscription"), Map.of());
    String uri = Objects.toString(wanted.get("uri"), "");
    boolean isThere =
        list(shop).stream().anyMatch(it -> it.at("/topic").asText().equals(topic) && has(it, uri));
    if (uri.isEmpty() || isThere) {
      return payload("webhookSubscription", null, "Address for this topic has already been taken");
    }
    long number = issued.incrementAndGet();
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode added =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", new Gid("WebhookSubscription", number).toString())
            .put("legacyResourceId", String.valueOf(number))
            .put("topic", topic)
            .put("uri", uri)
            .put("format", "JSON")
            .put("createdAt", now)
            .put("updatedAt", now);
    list(shop).add(added);
    return payload("webhookSubscription", added, "");
  }

  Map<String, @Nullable Object> remove(String shop, String id) {
    Optional<ObjectNode> found =
        list(shop).stream().filter(it -> it.path("id").asText().equals(id)).findFirst();
    found.ifPresent(list(shop)::remove);
    return payload(
        "deletedWebhookSubscriptionId",
        found.map(it -> id).orElse(null),
        found.isPresent() ? "" : "Webhook subscription does not exist");
  }

  private static boolean has(ObjectNode hook, String uri) {
    return hook.path("uri").asText().equals(uri);
  }

  private List<ObjectNode> list(String shop) {
    return byShop.computeIfAbsent(shop, name -> new CopyOnWriteArrayList<>());
  }

  private static Map<String, @Nullable Object> payload(
      String name, @Nullable Object value, String error) {
    Map<String, @Nullable Object> payload = new LinkedHashMap<>();
    payload.put(name, value);
    payload.put(
        "userErrors",
        error.isEmpty()
            ? List.of()
            : List.of(Map.of("field", List.of("webhookSubscription"), "message", error)));
    return payload;
  }
}
