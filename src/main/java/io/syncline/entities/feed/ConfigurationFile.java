package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.run.RunQuery;
import io.syncline.entities.feed.Configuration.Field;
import io.syncline.entities.feed.Configuration.Source;
import io.syncline.entities.feed.Configuration.Tab;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * All that is configured as one document: sources with their tabs and columns, and priorities. What
 * goes without saying is not said, so that what is read is what was written.
 */
record ConfigurationFile(PriorityAnswers fields) {
  private static final String ID = "id";
  private static final String SOURCES = "sources";
  private static final String TABS = "tabs";
  private static final String PRIORITIES = "priorities";
  private static final String OF_SOURCE = "data_source_id";

  static ObjectNode of(Configuration all) {
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    ArrayNode sources = file.putArray(SOURCES);
    for (Source source : all.sources().values()) {
      ObjectNode told = sources.addObject().put(ID, source.id().toString());
      told.setAll(Shape.SOURCE.brief(source.told()));
      ArrayNode tabs = JsonNodeFactory.instance.arrayNode();
      all.feedsOf(source.id()).forEach(tab -> tabs.add(of(tab)));
      if (!tabs.isEmpty()) {
        told.set(TABS, tabs);
      }
    }
    ArrayNode priorities = file.putArray(PRIORITIES);
    all.priorities()
        .forEach(
            (field, map) ->
                priorities
                    .addObject()
                    .put("entity_type", field.entityType())
                    .put("field_name", field.name())
                    .set("source_priority", map));
    return file;
  }

  private static ObjectNode of(Tab tab) {
    ObjectNode told = JsonNodeFactory.instance.objectNode().put(ID, tab.id().toString());
    told.setAll(Shape.TAB.brief(tab.told()));
    told.remove(OF_SOURCE);
    ArrayNode columns = told.putArray(FeedJson.COLUMNS);
    tab.columns().forEach(column -> columns.add(Shape.COLUMN.brief(column)));
    return told;
  }

  /**
   * What a document describes.
   *
   * @throws RequestRefused 400 naming what is unknown, missing or not as it must be
   */
  Configuration read(JsonNode file) {
    refuseUnknown(file, "", List.of(SOURCES, PRIORITIES));
    Map<UUID, Source> sources = new LinkedHashMap<>();
    Map<UUID, Tab> tabs = new LinkedHashMap<>();
    if (!file.path(SOURCES).isArray()) { // nothing said is not "delete all that there is"
      throw RequestRefused.invalid(SOURCES, "must be a list, [] for none", List.of());
    }
    JsonNode listed = file.path(SOURCES);
    for (int i = 0; i < listed.size(); i++) {
      String path = "%s[%s].".formatted(SOURCES, i);
      JsonNode told = listed.get(i);
      UUID id = id(told, path);
      Source source =
          new Source(id, Shape.SOURCE.read(told, path, ID, TABS), Optional.empty(), List.of());
      if (sources.put(id, source) != null) {
        throw RequestRefused.invalid(path + ID, "is another source's as well", List.of());
      }
      readTabs(told, id, path, tabs);
    }
    Configuration read = new Configuration(sources, tabs, Map.of());
    return new Configuration(sources, tabs, priorities(file, read));
  }

  private static void readTabs(JsonNode source, UUID of, String path, Map<UUID, Tab> tabs) {
    JsonNode listed = list(source, TABS, path);
    for (int i = 0; i < listed.size(); i++) {
      String name = "%s%s[%s].".formatted(path, TABS, i);
      if (!(listed.get(i) instanceof ObjectNode told) || told.has(OF_SOURCE)) {
        throw RequestRefused.invalid(name, "must be an object without " + OF_SOURCE, List.of());
      }
      UUID id = id(told, name);
      ObjectNode rest = told.deepCopy().put(OF_SOURCE, of.toString());
      rest.remove(ID);
      if (tabs.put(id, FeedJson.tab(id, rest, name)) != null) {
        throw RequestRefused.invalid(name + ID, "is another tab's as well", List.of());
      }
    }
  }

  private Map<Field, ObjectNode> priorities(JsonNode file, Configuration read) {
    Map<Field, ObjectNode> priorities = new LinkedHashMap<>();
    JsonNode listed = list(file, PRIORITIES, "");
    for (int i = 0; i < listed.size(); i++) {
      String path = "%s[%s].".formatted(PRIORITIES, i);
      if (!(listed.get(i) instanceof ObjectNode told)) {
        throw RequestRefused.invalid(path, "must be an object", List.of());
      }
      ObjectNode map = told.deepCopy();
      map.remove(List.of("entity_type", "field_name"));
      Field field =
          fields.field(told.path("entity_type").asText(), told.path("field_name").asText());
      if (priorities.put(field, PriorityAnswers.map(map, read, path)) != null) {
        throw RequestRefused.invalid(path, "is said twice", List.of());
      }
    }
    return priorities;
  }

  private static void refuseUnknown(JsonNode object, String path, List<String> known) {
    if (!object.isObject()) {
      throw RequestRefused.invalid("body", "must be an object", known);
    }
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw RequestRefused.invalid(path + name, "is not known here", known);
              }
            });
  }

  private static JsonNode list(JsonNode object, String name, String path) {
    JsonNode list = object.path(name);
    if (list.isMissingNode() || list.isNull()) {
      return JsonNodeFactory.instance.arrayNode();
    }
    if (!list.isArray()) {
      throw RequestRefused.invalid(path + name, "must be a list", List.of());
    }
    return list;
  }

  /** What has none is new. */
  private static UUID id(JsonNode told, String path) {
    if (!told.hasNonNull(ID)) {
      return UUID.randomUUID();
    }
    return RunQuery.uuid(told.path(ID).asText())
        .orElseThrow(() -> RequestRefused.invalid(path + ID, "must be a UUID", List.of()));
  }
}
