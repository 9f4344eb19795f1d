package io.syncline.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.pipeline.ApiCalls.Told;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A feed that is not there yet, as somebody fills it in. What a source is configured by is called
 * by its path: {@code config.pace.per_second}, and of the list of an API {@code list.pages.by}.
 */
record FeedNewForm(Map<String, String> given) {
  static final String SHEET = "google_sheet";
  static final String TAB_NAME = "tab_name";
  static final String CONFIG = "connector_config";
  private static final String LISTS = "lists";
  private static final String SECRET = "secret";
  private static final String OF_SOURCE = "config.";
  private static final String OF_LIST = "list.";
  private static final String QUERY = "list.query";
  private static final String KEY_COLUMN = "key_column";
  private static final String EXTERNAL = "external_id";
  private static final String WHOLE = "[0-9]{1,9}";
  private static final Set<String> NUMBERS =
      Set.of("per_second", "per_minute", "first", "size", "header_row");

  /** What a feed may say besides, by the names of the API. */
  private static final List<String> MORE =
      List.of("mode", "on_missing", "on_duplicate_key", "locale", "timezone", "key_kind");

  String text(String name) {
    return given.getOrDefault(name, "").strip();
  }

  /** A spreadsheet where no other kind is said. */
  String type() {
    return text("type").isEmpty() ? SHEET : text("type");
  }

  /** The source as the API takes it. */
  ObjectNode source() {
    ObjectNode source = JsonNodeFactory.instance.objectNode();
    source.put("name", text("name")).put("type", type());
    ObjectNode config = members(OF_SOURCE);
    if (isListed()) {
      config.putObject(LISTS).set(text(TAB_NAME), list());
    }
    source.set(CONFIG, config);
    if (!text(SECRET).isEmpty()) {
      source.put(SECRET, text(SECRET));
    }
    return source;
  }

  /** Whether it is described what a list of an API is like. */
  boolean isListed() {
    return given.keySet().stream().anyMatch(it -> it.startsWith(OF_LIST) && !text(it).isEmpty());
  }

  /** Whether the API has a list of that name which is not as it is described here. */
  boolean contradicts(JsonNode config) {
    JsonNode there = config.path(LISTS).path(text(TAB_NAME));
    return isListed() && !there.isMissingNode() && !there.equals(list());
  }

  /** The configuration of an API with the list that is described here. */
  JsonNode completed(JsonNode config) {
    ObjectNode whole = config.deepCopy();
    whole.withObject("/" + LISTS).set(text(TAB_NAME), list());
    return whole;
  }

  private ObjectNode list() {
    ObjectNode list = members(OF_LIST);
    if (!text(QUERY).isEmpty()) {
      ObjectNode query = list.putObject("query");
      for (String line : text(QUERY).lines().toList()) {
        String[] sides = line.split("=", 2);
        query.put(sides[0].strip(), sides.length == 2 ? sides[1].strip() : "");
      }
    }
    return list;
  }

  /** What was filled in below a path. */
  private ObjectNode members(String prefix) {
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    given.keySet().stream()
        .filter(it -> it.startsWith(prefix) && !it.equals(QUERY) && !text(it).isEmpty())
        .sorted()
        .forEach(it -> put(members, it.substring(prefix.length()), text(it)));
    return members;
  }

  private static void put(ObjectNode members, String path, String value) {
    int dot = path.indexOf('.');
    if (dot >= 0) {
      String outer = path.substring(0, dot);
      boolean isThere = members.path(outer).isObject();
      ObjectNode inner = isThere ? (ObjectNode) members.get(outer) : members.putObject(outer);
      put(inner, path.substring(dot + 1), value);
      return;
    }
    if (NUMBERS.contains(path) && value.matches(WHOLE)) {
      members.put(path, Integer.parseInt(value));
    } else {
      members.put(path, value);
    }
  }

  /**
   * The feed as the API takes it: with its key, and with who is meant where records are known by
   * their id.
   *
   * @param source as the API has it
   */
  ObjectNode tab(JsonNode source, String keyField) {
    ObjectNode tab = JsonNodeFactory.instance.objectNode();
    tab.put("data_source_id", source.path("id").asText()).put(TAB_NAME, text(TAB_NAME));
    tab.put("primary_entity", text("primary_entity"));
    MORE.stream().filter(it -> !text(it).isEmpty()).forEach(it -> tab.put(it, text(it)));
    if (!text("header_row").isEmpty()) {
      put(tab, "header_row", text("header_row"));
    }
    boolean isExternal = text("key_kind").equals(EXTERNAL);
    if (isExternal) {
      JsonNode list = source.path(CONFIG).path(LISTS).path(text(TAB_NAME));
      tab.withArray(MappingForm.JSON)
          .addObject()
          .put(MappingRow.HEADER, list.path("id").asText("id"))
          .put(MappingRow.KEY, true);
    }
    if (!isExternal || !text(KEY_COLUMN).isEmpty()) {
      tab.withArray(MappingForm.JSON)
          .addObject()
          .put(MappingRow.HEADER, text(KEY_COLUMN))
          .put(MappingRow.TARGET, keyField)
          .put(MappingRow.KEY, !isExternal);
      if (isExternal) {
        tab.put("match_on", keyField);
      }
    }
    return tab;
  }

  /** What a page may show again: all but the secret. */
  Map<String, String> shown() {
    Map<String, String> shown = new HashMap<>(given);
    shown.remove(SECRET);
    return shown;
  }

  /** By field what is wrong with it. */
  Map<String, String> faults(Told refused) {
    Map<String, String> faults = new HashMap<>();
    for (String reason : MappingSaid.reasons(refused)) {
      String[] sides = reason.split(": ", 2);
      if (sides.length == 2) {
        faults.merge(field(sides[0]), sides[1], (one, other) -> one + "; " + other);
      }
    }
    return faults;
  }

  private String field(String path) {
    String ofList = CONFIG + "." + LISTS + "." + text(TAB_NAME) + ".";
    if (path.startsWith(ofList)) {
      String field = OF_LIST + path.substring(ofList.length());
      return field.startsWith(QUERY) ? QUERY : field;
    }
    if (path.startsWith(CONFIG + ".")) {
      return OF_SOURCE + path.substring(CONFIG.length() + 1);
    }
    return path.startsWith("column") || path.equals("match_on") ? KEY_COLUMN : path;
  }
}
