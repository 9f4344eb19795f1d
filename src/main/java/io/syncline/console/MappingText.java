package io.syncline.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Members of a mapping as people type them: a list by lines, an object by lines of {@code key =
 * value}.
 */
final class MappingText {
  static final String TEXTS = "texts";
  private static final String MEMBERS = "members";
  private static final String IS = " = ";

  private MappingText() {}

  /** A value as it stands in a field; what is none is empty. */
  static String of(JsonNode value) {
    List<String> lines = new ArrayList<>();
    if (value.isObject()) {
      value
          .properties()
          .forEach(member -> lines.add(member.getKey() + IS + member.getValue().asText()));
      return String.join("\n", lines);
    }
    value.forEach(item -> lines.add(item.asText()));
    return value.isArray() ? String.join("\n", lines) : value.asText("");
  }

  /**
   * The value that a text says.
   *
   * @param was kept where the text still says that: a number is not made a text by being shown
   */
  static JsonNode value(String kind, String typed, JsonNode was) {
    String text = typed.replace("\r", "");
    if (!was.isMissingNode() && of(was).equals(text)) {
      return was;
    }
    List<String> lines = text.lines().map(String::strip).filter(it -> !it.isEmpty()).toList();
    return switch (kind) {
      case TEXTS -> list(lines);
      case MEMBERS -> members(lines);
      default -> JsonNodeFactory.instance.textNode(text.strip());
    };
  }

  private static ArrayNode list(List<String> lines) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    lines.forEach(list::add);
    return list;
  }

  /** A line without a sign stands for nothing, which the API refuses by its name. */
  private static ObjectNode members(List<String> lines) {
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    for (String line : lines) {
      int at = line.lastIndexOf('=');
      String key = at < 0 ? line : line.substring(0, at).strip();
      members.put(key, at < 0 ? "" : line.substring(at + 1).strip());
    }
    return members;
  }
}
