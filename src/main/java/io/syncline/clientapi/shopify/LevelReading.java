package io.syncline.clientapi.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.platform.Fetched;
import io.syncline.clientapi.platform.Position;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Reads the levels of all locations that were updated. They come in no order, so that the mark is
 * when the reading began. Threads may share it.
 */
@Component
final class LevelReading {
  private static final int LOCATIONS = 250;

  private final ShopifyApi api;
  private final ShopifySettings settings;
  private final Clock clock;

  LevelReading(ShopifyApi api, ShopifySettings settings, Clock clock) {
    this.api = api;
    this.settings = settings;
    this.clock = clock;
  }

  Fetched next(Step step) {
    Position from = new Position(step.at().deepCopy());
    Optional<ObjectNode> under = step.walk();
    if (under.isEmpty()) {
      return begin(step, from);
    }
    ObjectNode walk = under.get();
    if (walk.path("locations").isEmpty()) {
      return ended(step, walk);
    }
    int first = step.at().path("first").asInt(settings.levels());
    ObjectNode variables = ShopifyApi.variables();
    variables.put("id", walk.path("locations").path(0).asText()).put("first", first);
    variables.set("after", walk.get("after"));
    variables.put("filter", walk.has("since") ? UpdateReading.filter(step, walk) : null);
    Reply reply = api.ask(step.credential(), step.type().since(), variables, step.run());
    if (reply.isTooCostly()) {
      return step.halved(first, 1);
    }
    if (reply.isDenied()) {
      return step.denied(from, reply.words());
    }
    return page(step, walk, reply.data().at("/location/inventoryLevels"));
  }

  private Fetched begin(Step step, Position from) {
    ObjectNode walk = step.beginWalk().put("begun", clock.instant().toString());
    Optional<Instant> since =
        step.reading()
            .from()
            .or(() -> Step.moment(step.at().path("mark")).map(it -> it.minus(settings.overlap())));
    since.ifPresent(it -> walk.put("since", it.toString()));
    ArrayNode locations = walk.putArray("locations");
    Optional<String> cursor = Optional.empty();
    do {
      ObjectNode variables = ShopifyApi.variables().put("first", LOCATIONS);
      variables.put("after", cursor.orElse(null));
      Reply reply = api.ask(step.credential(), ShopifyQuery.LOCATIONS, variables, step.run());
      JsonNode list = reply.data().path("locations");
      if (!list.path("nodes").isArray()) {
        return step.denied(from, reply.words());
      }
      list.path("nodes").forEach(node -> locations.add(node.path("id").asText()));
      cursor = step.cursor(list.path("pageInfo"), cursor);
    } while (cursor.isPresent());
    return step.goesOn(List.of());
  }

  /** A location that went away meanwhile has no levels. */
  private Fetched page(Step step, ObjectNode walk, JsonNode list) {
    List<JsonNode> records = new ArrayList<>();
    list.path("nodes").forEach(records::add);
    Optional<String> before = Optional.ofNullable(walk.path("after").textValue());
    Optional<String> cursor = step.cursor(list.path("pageInfo"), before);
    if (cursor.isPresent()) {
      walk.put("after", cursor.get());
      walk.put("count", walk.path("count").asInt() + records.size());
      return tooMany(step, walk) ? allAnew(step, records) : step.goesOn(records);
    }
    walk.remove(List.of("after", "count"));
    ((ArrayNode) walk.path("locations")).remove(0);
    return step.goesOn(records);
  }

  private boolean tooMany(Step step, ObjectNode walk) {
    return walk.path("count").asInt() >= settings.mostPaged()
        && step.reading().from().isEmpty()
        && !step.at().has("paged");
  }

  /** More were updated than can be paged through: a bulk operation has no such limit. */
  private static Fetched allAnew(Step step, List<JsonNode> records) {
    step.at().removeAll();
    return step.goesOn(records);
  }

  private static Fetched ended(Step step, ObjectNode walk) {
    step.at().remove("walk");
    if (step.reading().from().isEmpty()) {
      step.at().set("mark", walk.get("begun"));
    }
    return step.ends(List.of());
  }
}
