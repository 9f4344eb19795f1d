package io.syncline.entities.engine.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.entities.engine.transform.Setting.Kind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the settings of one transform and remembers what is wrong with them. */
final class Settings {
  private final JsonNode json;
  private final List<Setting> asked = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  Settings(JsonNode json) {
    this.json = json;
    if (!json.isObject() && !json.isNull() && !json.isMissingNode()) {
      faults.add("transform_config: not an object");
    }
  }

  /** One of these words. */
  Optional<String> word(String name, String... words) {
    return text(new Setting(name, Kind.WORD, List.of(words)))
        .filter(
            word ->
                Arrays.asList(words).contains(word)
                    || isFault(name, "none of " + String.join(", ", words)));
  }

  Optional<String> text(String name) {
    return text(Setting.of(name, Kind.TEXT));
  }

  private Optional<String> text(Setting setting) {
    JsonNode value = value(setting);
    if (value.isNull() || value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isTextual() || value.textValue().isBlank()) {
      fault(setting.name(), "not a text");
      return Optional.empty();
    }
    return Optional.of(value.textValue().strip());
  }

  /** A list of texts; empty where there is none. */
  List<String> texts(String name) {
    JsonNode value = value(Setting.of(name, Kind.TEXTS));
    List<String> texts = new ArrayList<>();
    if (!value.isArray() && !value.isNull() && !value.isMissingNode()) {
      fault(name, "not a list");
    }
    for (JsonNode item : value) {
      if (item.isValueNode() && !item.isNull() && !item.asText().isBlank()) {
        texts.add(item.asText().strip());
      } else {
        fault(name, "has an item that is no text");
      }
    }
    return texts;
  }

  /** Members with a scalar each. */
  Map<String, JsonNode> members(String name) {
    JsonNode value = value(Setting.of(name, Kind.MEMBERS));
    Map<String, JsonNode> members = new LinkedHashMap<>();
    if (!value.isObject()) {
      fault(name, "not an object");
    }
    for (var member : value.properties()) {
      JsonNode to = member.getValue();
      if (to.isValueNode() && !to.isNull() && !to.asText().isBlank()) {
        members.put(member.getKey(), to);
      } else {
        fault(name, "'" + member.getKey() + "' stands for no text, number or boolean");
      }
    }
    return members;
  }

  LocalDate date(String name, LocalDate otherwise) {
    try {
      return text(Setting.of(name, Kind.DAY)).map(LocalDate::parse).orElse(otherwise);
    } catch (DateTimeException e) {
      fault(name, "not a day such as 2026-03-15");
      return otherwise;
    }
  }

  void fault(String name, String what) {
    faults.add(name + ": " + what);
  }

  /** All faults, with those settings that nobody asked for. */
  List<String> faults() {
    List<String> all = new ArrayList<>(faults);
    json.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> asked.stream().noneMatch(it -> it.name().equals(name)))
        .forEach(name -> all.add(name + ": no setting of this transform"));
    return all;
  }

  /** What was asked for, in that order. */
  List<Setting> asked() {
    return List.copyOf(asked);
  }

  private JsonNode value(Setting setting) {
    asked.add(setting);
    return json.path(setting.name());
  }

  private boolean isFault(String name, String what) {
    fault(name, what);
    return false;
  }
}
