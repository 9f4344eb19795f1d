package io.syncline.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the columns of a tab may say, as the API tells it. */
public record MappingChoices(JsonNode told) {
  private static final String NAME = "name";

  /** A setting of a transform, as a field of a form. */
  public record Setting(String name, String kind, List<String> words) {}

  /** The fields of the table, each with its type. */
  public List<JsonNode> fields() {
    return list("fields");
  }

  public List<String> transforms() {
    return list("transforms").stream().map(it -> it.path(NAME).asText()).toList();
  }

  /** The words that a member may have. */
  public List<String> words(String member) {
    return texts(told.path("words").path(member));
  }

  public boolean has(String field) {
    return fields().stream().anyMatch(it -> it.path(NAME).asText().equals(field));
  }

  /** The transform that a field is usually filled by. */
  String usual(String field) {
    return fields().stream()
        .filter(it -> it.path(NAME).asText().equals(field))
        .map(it -> it.path("transform").asText())
        .findAny()
        .orElse("text");
  }

  /** What a transform can be told. */
  List<Setting> settings(String transform) {
    List<Setting> settings = new ArrayList<>();
    for (JsonNode one : told.path("transforms")) {
      if (one.path(NAME).asText().equals(transform)) {
        one.path("settings")
            .forEach(
                it ->
                    settings.add(
                        new Setting(
                            it.path(NAME).asText(),
                            it.path("kind").asText(),
                            texts(it.path("words")))));
      }
    }
    return settings;
  }

  private List<JsonNode> list(String name) {
    return StreamSupport.stream(told.path(name).spliterator(), false).toList();
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
