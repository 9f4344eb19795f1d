package io.syncline.clientapi;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What two records are compared by: the same whatever the order of their members. */
final class ContentHash {
  private static final JsonStringEncoder QUOTES = JsonStringEncoder.getInstance();

  private ContentHash() {}

  /** SHA-256 of a text, in hexadecimal. */
  static String of(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The JSON as text with members in the order of their names. */
  static String ordered(JsonNode data) {
    StringBuilder text = new StringBuilder();
    write(data, text);
    return text.toString();
  }

  private static void write(JsonNode node, StringBuilder to) {
    if (node.isObject()) {
      to.append('{');
      List<Map.Entry<String, JsonNode>> members = new ArrayList<>(node.properties());
      members.sort(Map.Entry.comparingByKey());
      for (Map.Entry<String, JsonNode> member : members) {
        separate(to, '{');
        quote(member.getKey(), to);
        to.append(':');
        write(member.getValue(), to);
      }
      to.append('}');
    } else if (node.isArray()) {
      to.append('[');
      for (JsonNode element : node) {
        separate(to, '[');
        write(element, to);
      }
      to.append(']');
    } else if (node.isTextual()) {
      quote(node.textValue(), to);
    } else {
      to.append(node.asText());
    }
  }

  private static void separate(StringBuilder to, char begin) {
    if (to.charAt(to.length() - 1) != begin) {
      to.append(',');
    }
  }

  private static void quote(String text, StringBuilder to) {
    to.append('"');
    QUOTES.quoteAsString(text, to);
    to.append('"');
  }
}
