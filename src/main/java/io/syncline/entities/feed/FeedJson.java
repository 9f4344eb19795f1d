package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.entities.feed.Configuration.Tab;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A feed with its columns as one object, as the API and the file have it. */
final class FeedJson {
  static final String COLUMNS = "columns";
  private static final int MOST_COLUMNS = 500;

  private FeedJson() {}

  /** All that is said of it. */
  static ObjectNode of(Tab tab) {
    ObjectNode json = tab.told().deepCopy();
    ArrayNode columns = json.putArray(COLUMNS);
    tab.columns().forEach(columns::add);
    return json;
  }

  /**
   * The feed that an object describes.
   *
   * @param path what the object's members are called by in a refusal
   * @throws RequestRefused 400 naming the member that is not as it must be
   */
  static Tab tab(UUID id, JsonNode json, String path) {
    ObjectNode told = Shape.TAB.read(json, path, COLUMNS);
    JsonNode columns = json.path(COLUMNS);
    if (!columns.isArray() || columns.isEmpty() || columns.size() > MOST_COLUMNS) {
      throw RequestRefused.invalid(
          path + COLUMNS, "must be a list of 1 to " + MOST_COLUMNS + " objects", List.of());
    }
    List<ObjectNode> read = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      read.add(Shape.COLUMN.read(columns.get(i), "%s%s[%s].".formatted(path, COLUMNS, i)));
    }
    return new Tab(id, told, read, Optional.empty());
  }
}
