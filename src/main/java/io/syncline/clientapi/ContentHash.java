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
  private static final int ROOM = 4_096; // an order mostly fits

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
    StringBuilder text = new StringBuilder(ROOM);
    write(data, text);
    return text.toString();
  }

  private static void write(JsonNode node, StringBuilder to) {
    if (node.isObject()) {
      List<Map.Entry<String, JsonNode>> members = new ArrayList<>(node.properties());
      members.sort(Map.Entry.comparingByKey());
      char before = '{';
      for (Map.Entry<String, JsonNode> member : members) {
        to.append(before);
        quote(member.getKey(), to);
        to.append(':');
        write(member.getValue(), to);
        before = ',';
      }
      to.append(members.isEmpty() ? "{}" : "}");
    } else if (node.isArray()) {
      char before = '[';
      for (JsonNode element : node) {
        to.append(before);
        write(element, to);
        before = ',';
      }
      to.append(node.isEmpty() ? "[]" : "]");
    } else if (node.isTextual()) {
      quote(node.textValue(), to);
    } else {
      to.append(node.asText());
    }
  }

  /** Most texts have nothing to escape, and are copied at once. */
  private static void quote(String text, StringBuilder to) {
    to.append('"');
    if (isPlain(text)) {
      to.append(text);
    } else {
      QUOTES.quoteAsString(text, to);
    }
    to.append('"');
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      if (sign < ' ' || sign == '"' || sign == '\\') {
        return false;
      }
    }
    return true;
  }
}
