package io.syncline.clientapi;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.record.StorableJson;
import io.syncline.core.record.StorableText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What two records are compared by: the same whatever the order of their members. */
final class ContentHash {
  private static final JsonStringEncoder QUOTES = JsonStringEncoder.getInstance();
  private static final Comparator<Map.Entry<String, JsonNode>> BY_NAME = Map.Entry.comparingByKey();
  private static final int ROOM = 2_500; // an order mostly fits

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

  /**
   * The JSON as text with members in the order of their names; what {@code jsonb} does not hold is
   * fitted ({@link StorableJson#fitted}).
   */
  static String ordered(JsonNode data) {
    StringBuilder text = new StringBuilder(ROOM);
    if (!write(data, text)) {
      text.setLength(0);
      write(StorableJson.fitted(data), text);
    }
    return text.toString();
  }

  /** False where {@code jsonb} does not hold all of it. */
  private static boolean write(JsonNode node, StringBuilder to) {
    if (node.isTextual()) {
      return quote(node.textValue(), to);
    }
    if (node.isObject()) {
      return writeMembers(node, to);
    }
    if (node.isArray()) {
      return writeElements(node, to);
    }
    to.append(node.asText());
    return !node.isNumber() || StorableJson.isStorable(node);
  }

  private static boolean writeMembers(JsonNode object, StringBuilder to) {
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
    members.sort(BY_NAME);
    char before = '{';
    for (Map.Entry<String, JsonNode> member : members) {
      to.append(before);
      if (!quote(member.getKey(), to)) {
        return false;
      }
      to.append(':');
      if (!write(member.getValue(), to)) {
        return false;
      }
      before = ',';
    }
    to.append(members.isEmpty() ? "{}" : "}");
    return true;
  }

  private static boolean writeElements(JsonNode array, StringBuilder to) {
    char before = '[';
    for (JsonNode element : array) {
      to.append(before);
      if (!write(element, to)) {
        return false;
      }
      before = ',';
    }
    to.append(array.isEmpty() ? "[]" : "]");
    return true;
  }

  /** Most texts have nothing to escape, and are copied at once. */
  private static boolean quote(String text, StringBuilder to) {
    to.append('"');
    if (isPlain(text)) {
      to.append(text);
    } else if (StorableText.isStorable(text)) {
      QUOTES.quoteAsString(text, to);
    } else {
      return false;
    }
    to.append('"');
    return true;
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      if (sign < ' ' || sign == '"' || sign == '\\' || Character.isSurrogate(sign)) {
        return false;
      }
    }
    return true;
  }
}
