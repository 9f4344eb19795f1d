package io.syncline.clientapi;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.record.StorableJson;
import io.syncline.core.record.StorableText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** What two records are compared by: the same whatever the order of their members. */
final class ContentHash {
  private static final JsonStringEncoder QUOTES = JsonStringEncoder.getInstance();
  private static final boolean[] PLAIN = plain();
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
    String[] names = new String[object.size()];
    JsonNode[] values = new JsonNode[names.length];
    int count = 0;
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      names[count] = member.getKey();
      values[count++] = member.getValue();
    }
    MemberShape shape = MemberShape.of(names);
    if (!shape.isStorable()) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      to.append(shape.heads()[i]);
      if (!write(values[shape.places()[i]], to)) {
        return false;
      }
    }
    to.append(count == 0 ? "{}" : "}");
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
      if (sign < PLAIN.length ? !PLAIN[sign] : Character.isSurrogate(sign)) {
        return false;
      }
    }
    return true;
  }

  private static boolean[] plain() {
    boolean[] plain = new boolean[128];
    for (char sign = ' '; sign < plain.length; sign++) {
      plain[sign] = sign != '"' && sign != '\\';
    }
    return plain;
  }
}
