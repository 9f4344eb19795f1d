package io.syncline.entities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody asks to be taken back: all that a run changed, or changes of one entity.
 *
 * @param type the kind of the one entity; empty for a run
 * @param entity of which it is one; that of a run says nothing
 * @param changes rows of its lineage, at most one of a field; none for a run
 */
record Undo(Optional<UUID> run, String type, UUID entity, List<UUID> changes) {
  private static final String UNDO = "undo";
  private static final String RUN = "run_id";
  private static final String TYPE = "entity_type";
  private static final String ENTITY = "entity_id";
  private static final UUID NONE = new UUID(0, 0);
  private static final String CHANGES = "changes";

  Undo {
    changes = List.copyOf(changes);
  }

  static Undo of(UUID run) {
    return new Undo(Optional.of(run), "", NONE, List.of());
  }

  static Undo of(String type, UUID entity, List<UUID> changes) {
    return new Undo(Optional.empty(), type, entity, changes);
  }

  /** Whether a run was started for one. */
  static boolean isIn(JsonNode parameters) {
    return parameters.has(UNDO);
  }

  /** As the ledger keeps it with the run. */
  ObjectNode parameters() {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    ObjectNode undo = parameters.putObject(UNDO);
    run.ifPresentOrElse(
        it -> undo.put(RUN, it.toString()),
        () -> {
          undo.put(TYPE, type).put(ENTITY, entity.toString());
          ArrayNode each = undo.putArray(CHANGES);
          changes.forEach(it -> each.add(it.toString()));
        });
    return parameters;
  }

  static Undo of(JsonNode parameters) {
    JsonNode undo = parameters.path(UNDO);
    if (undo.has(RUN)) {
      return of(UUID.fromString(undo.path(RUN).asText()));
    }
    List<UUID> changes = new ArrayList<>();
    undo.path(CHANGES).forEach(it -> changes.add(UUID.fromString(it.asText())));
    return of(undo.path(TYPE).asText(), UUID.fromString(undo.path(ENTITY).asText()), changes);
  }
}
