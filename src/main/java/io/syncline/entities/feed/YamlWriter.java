package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes JSON as YAML in blocks. Texts are quoted as JSON quotes them, which is YAML too: whatever
 * they say, they come back as they were.
 */
final class YamlWriter {
  private static final Pattern PLAIN_NAME =
      Pattern.compile("[a-z]+(_[a-z]+)+|id|name|type|mode|tabs|columns|sources|priorities");

  private final StringBuilder text = new StringBuilder();

  static String write(JsonNode value) {
    YamlWriter writer = new YamlWriter();
    writer.block(value, 0);
    return writer.text.toString();
  }

  private void block(JsonNode value, int indent) {
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        text.append(" ".repeat(indent));
        member(member, indent);
      }
    } else {
      for (JsonNode item : value) {
        text.append(" ".repeat(indent)).append("- ");
        item(item, indent);
      }
    }
  }

  /** An item's first member stands behind its dash. */
  private void item(JsonNode item, int indent) {
    if (!item.isObject() || item.isEmpty()) {
      text.append(flow(item)).append('\n');
      return;
    }
    boolean first = true;
    for (Map.Entry<String, JsonNode> member : item.properties()) {
      if (!first) {
        text.append(" ".repeat(indent + 2));
      }
      first = false;
      member(member, indent + 2);
    }
  }

  private void member(Map.Entry<String, JsonNode> member, int indent) {
    String name = member.getKey();
    JsonNode value = member.getValue();
    text.append(PLAIN_NAME.matcher(name).matches() ? name : quoted(name)).append(':');
    if (value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
      text.append('\n');
      block(value, indent + 2);
    } else {
      text.append(' ').append(flow(value)).append('\n');
    }
  }

  /** On one line: JSON itself, but for characters that YAML would not read as they are. */
  private static String flow(JsonNode value) {
    StringBuilder flow = new StringBuilder();
    value.toString().chars().forEach(c -> append(flow, (char) c));
    return flow.toString();
  }

  private static String quoted(String name) {
    return flow(TextNode.valueOf(name));
  }

  private static void append(StringBuilder flow, char c) {
    boolean odd =
        c >= 0x7f && c <= 0xa0 || c == 0x2028 || c == 0x2029 || c == 0xfeff || c >= 0xfffe;
    if (odd) {
      flow.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
    } else {
      flow.append(c);
    }
  }
}
