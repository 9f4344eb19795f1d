package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.RunQuery;
import io.syncline.core.stream.TableColumn;
import io.syncline.core.stream.TableStreams;
import io.syncline.entities.feed.Configuration.Field;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Answers the calls about who is believed in a field: the larger number wins, nobody's is 0. */
@Component
record PriorityAnswers(FeedStore store, TableStreams tables) {
  private static final Logger LOG = LoggerFactory.getLogger(PriorityAnswers.class);
  private static final String MAP = "source_priority";
  private static final String APP = "app";

  ApiAnswer all() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    store.read().priorities().forEach((field, map) -> array.add(shown(field, map)));
    return ApiAnswer.ok(Map.of("priorities", array));
  }

  /** The map of one field: shown, put in the place of the one before, or deleted. */
  ApiAnswer one(@Body ApiRequest call) {
    Configuration all = store.read();
    Field field = field(call);
    if (call.method().equals("GET")) {
      return ApiAnswer.ok(shown(field, known(all, field)));
    }
    ObjectNode map = JsonNodeFactory.instance.objectNode();
    if (call.method().equals("DELETE")) {
      known(all, field);
    } else {
      map = map(Asked.object(call), all, "");
    }
    Changes changes = new Changes();
    changes.priorities.put(field, map);
    store.write(changes);
    LOG.info(
        "priority configured field={}.{} by={}", field.entityType(), field.name(), call.caller());
    return ApiAnswer.ok(shown(field, map));
  }

  private static ObjectNode known(Configuration all, Field field) {
    ObjectNode map = all.priorities().get(field);
    if (map == null) {
      throw RequestRefused.of(
          404,
          "UNKNOWN_PRIORITY",
          "Unknown priority",
          "Nobody has a priority in " + field.entityType() + "." + field.name());
    }
    return map;
  }

  private Field field(ApiRequest call) {
    return field(call.part("entityType"), call.part("fieldName"));
  }

  /**
   * A field that there is.
   *
   * @throws RequestRefused 400 for what is no kind of entities or no column of theirs
   */
  Field field(String type, String name) {
    if (!Shape.TYPES.contains(type)) {
      throw RequestRefused.invalid("entity_type", "unknown", Shape.TYPES);
    }
    List<String> names = tables.columns(type).stream().map(TableColumn::name).toList();
    if (!names.contains(name)) {
      throw RequestRefused.invalid("field_name", "is no column of " + type, names);
    }
    return new Field(type, name);
  }

  /**
   * Whole numbers by the ids of feeds and sources that there are, and by the word app.
   *
   * @throws RequestRefused 400 naming what is not
   */
  static ObjectNode map(ObjectNode body, Configuration all, String path) {
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals(MAP)) {
                throw RequestRefused.invalid(path + name, "is not known here", List.of(MAP));
              }
            });
    JsonNode map = body.path(MAP);
    if (!map.isObject() || map.isEmpty()) {
      throw RequestRefused.invalid(
          path + MAP, "must be an object of whole numbers by feed, source or app", List.of());
    }
    map.properties()
        .forEach(
            entry -> {
              if (!isKnown(entry.getKey(), all) || !entry.getValue().isInt()) {
                throw RequestRefused.invalid(
                    path + MAP + "." + entry.getKey(),
                    "must be a feed, a source or app, with a whole number",
                    List.of());
              }
            });
    return (ObjectNode) map;
  }

  private static boolean isKnown(String name, Configuration all) {
    UUID id = RunQuery.uuid(name).orElse(null);
    return name.equals(APP)
        || id != null && (all.sources().containsKey(id) || all.tabs().containsKey(id));
  }

  private static ObjectNode shown(Field field, ObjectNode map) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("entity_type", field.entityType());
    shown.put("field_name", field.name());
    shown.set(MAP, map);
    return shown;
  }
}
