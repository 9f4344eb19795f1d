package io.syncline.entities.lineage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/**
 * Answers where the values of an entity came from: what they are, what else is said, what changed.
 */
@Component
record LineageAnswers(LineageStore store) {

  /**
   * One entity, or one field of it.
   *
   * @throws RequestRefused 400 for what is no entity type or no column, 404 for an unknown entity
   */
  ApiAnswer of(@Body ApiRequest request) {
    String type = Asked.entityType(request.part("entityType"));
    UUID id = Asked.uuid("entityId", request.part("entityId"));
    Optional<String> field = Optional.ofNullable(request.query().get("field"));
    int limit = Asked.limit(request);
    List<ObjectNode> items = store.items(type, id, field, Asked.before(request), limit);
    Optional<ObjectNode> entity = store.entity(type, id);
    if (entity.isEmpty() && items.isEmpty()) {
      throw RequestRefused.of(
          404, "UNKNOWN_ENTITY", "Unknown entity", "There is none of that id in " + type);
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("current", current(type, id, field, entity));
    ArrayNode array = body.putArray("items");
    items.forEach(array::add);
    body.put("next", items.size() < limit ? null : items.get(limit - 1).path("id").asText());
    return ApiAnswer.ok(body);
  }

  /** The values with what else is said of them; nothing of an entity that is gone. */
  private ObjectNode current(
      String type, UUID id, Optional<String> field, Optional<ObjectNode> entity) {
    ObjectNode current = JsonNodeFactory.instance.objectNode();
    if (entity.isEmpty()) {
      return current;
    }
    ObjectNode row = entity.get();
    Map<String, List<ObjectNode>> seen = store.alsoSeen(type, id);
    for (String name : field.map(it -> List.of(known(it, row))).orElseGet(() -> names(row))) {
      ObjectNode told = current.putObject(name);
      told.set("value", row.get(name));
      ArrayNode others = told.putArray("also_seen");
      seen.getOrDefault(name, List.of()).forEach(others::add);
    }
    return current;
  }

  private static String known(String field, ObjectNode row) {
    if (!row.has(field)) {
      throw RequestRefused.invalid("field", "is no column of the entity", Set.copyOf(names(row)));
    }
    return field;
  }

  private static List<String> names(ObjectNode row) {
    return row.properties().stream().map(Map.Entry::getKey).toList();
  }
}
