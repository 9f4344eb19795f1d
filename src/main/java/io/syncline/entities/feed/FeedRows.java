package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.entities.feed.Configuration.Field;
import io.syncline.entities.feed.Configuration.Source;
import io.syncline.entities.feed.Configuration.Tab;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Makes the configuration of rows as their tables have them; whoever wrote them, they count. */
final class FeedRows {
  private FeedRows() {}

  static Configuration configuration(
      JsonNode sources, JsonNode tabs, JsonNode columns, JsonNode priorities, JsonNode secrets) {
    Map<UUID, Source> read = new LinkedHashMap<>();
    for (JsonNode row : sources) {
      String kept = SourceSecrets.name(id(row));
      List<String> names = new ArrayList<>();
      secrets.forEach(
          name -> {
            if (name.asText().startsWith(kept)) {
              names.add(name.asText());
            }
          });
      read.put(
          id(row), new Source(id(row), Shape.SOURCE.ofRow(row), text(row, "last_error"), names));
    }
    Map<UUID, List<ObjectNode>> mapped = new LinkedHashMap<>();
    for (JsonNode row : columns) {
      if (row.hasNonNull("tab_mapping_id")) {
        mapped
            .computeIfAbsent(
                UUID.fromString(row.path("tab_mapping_id").asText()), tab -> new ArrayList<>())
            .add(Shape.COLUMN.ofRow(row));
      }
    }
    Map<UUID, Tab> feeds = new LinkedHashMap<>();
    for (JsonNode row : tabs) {
      if (row.hasNonNull("data_source_id")) {
        feeds.put(
            id(row),
            new Tab(
                id(row),
                Shape.TAB.ofRow(row),
                mapped.getOrDefault(id(row), List.of()),
                text(row, "last_synced_at")));
      }
    }
    Map<Field, ObjectNode> believed = new LinkedHashMap<>();
    for (JsonNode row : priorities) {
      believed.put(
          new Field(row.path("entity_type").asText(), row.path("field_name").asText()),
          (ObjectNode) row.path("source_priority"));
    }
    return new Configuration(read, feeds, believed);
  }

  private static UUID id(JsonNode row) {
    return UUID.fromString(row.path("id").asText());
  }

  private static Optional<String> text(JsonNode row, String name) {
    return row.hasNonNull(name) ? Optional.of(row.path(name).asText()) : Optional.empty();
  }
}
