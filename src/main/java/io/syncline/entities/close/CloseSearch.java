package io.syncline.entities.close;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A search for records of one kind, those that were updated first before the others
 * (close#advanced-filtering).
 *
 * @param members what is answered of a record
 */
record CloseSearch(String kind, Set<String> members, int page) {

  /**
   * Of a mapping's columns the members that Close is asked for; a custom field is asked for whole.
   */
  static Set<String> members(Set<String> columns) {
    Set<String> members = new TreeSet<>(Set.of("id", "date_updated"));
    for (String column : columns) {
      boolean isCustom = column.startsWith("custom.");
      members.add(isCustom ? "custom" : column.split("[.\\[]", 2)[0]);
    }
    return members;
  }

  JsonNode body(Optional<LocalDate> since, Optional<String> cursor) {
    ObjectNode search = JsonNodeFactory.instance.objectNode();
    ObjectNode query = search.putObject("query").put("type", "and");
    ArrayNode parts = query.putArray("queries");
    parts.addObject().put("type", "object_type").put("object_type", kind);
    since.ifPresent(day -> parts.add(updatedSince(day)));
    ArrayNode fields = search.putObject("_fields").putArray(kind);
    members.forEach(fields::add);
    ObjectNode sort = search.putArray("sort").addObject().put("direction", "asc");
    sort.set("field", updated());
    search.put("_limit", page);
    search.put("cursor", cursor.orElse(null));
    return search;
  }

  /** Only days are known to be accepted as moments. */
  private ObjectNode updatedSince(LocalDate day) {
    ObjectNode condition = JsonNodeFactory.instance.objectNode().put("type", "moment_range");
    condition
        .putObject("on_or_after")
        .put("type", "fixed_local_date")
        .put("value", day.toString())
        .put("which", "start");
    ObjectNode part = JsonNodeFactory.instance.objectNode().put("type", "field_condition");
    part.set("field", updated());
    part.set("condition", condition);
    return part;
  }

  private ObjectNode updated() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "regular_field")
        .put("object_type", kind)
        .put("field_name", "date_updated");
  }
}
