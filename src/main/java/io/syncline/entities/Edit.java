package io.syncline.entities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.entities.engine.value.Value;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks to be changed by hand.
 *
 * @param fields the new values by field
 */
record Edit(String type, UUID entity, ObjectNode fields) {
  private static final String TYPE = "entity_type";
  private static final String ENTITY = "entity_id";
  private static final String FIELDS = "fields";

  /** A field with the value that it had and the one that it gets. */
  record Change(String field, @Nullable Value before, @Nullable Value after) {}

  /** As the ledger keeps it with the run. */
  ObjectNode parameters() {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put(TYPE, type).put(ENTITY, entity.toString()).set(FIELDS, fields);
    return parameters;
  }

  static Edit of(JsonNode parameters) {
    return new Edit(
        parameters.path(TYPE).asText(),
        UUID.fromString(parameters.path(ENTITY).asText()),
        parameters.withObject("/" + FIELDS));
  }
}
