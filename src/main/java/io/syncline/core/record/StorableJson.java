package io.syncline.core.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;

/**
 * JSON of a source as {@code jsonb} holds it. That type has no NUL and no half of a character, and
 * it writes numbers out: {@code 1e131000} takes few bytes in it and 131,001 characters when it is
 * read, {@code 1e200000} it refuses. So a number passes the bound that number columns have.
 */
public final class StorableJson {
  private static final int MOST_DIGITS = 40;
  private static final ObjectWriter ESCAPING =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build().writer();

  private StorableJson() {}

  /** Whether a number has so many digits before or after its point as no column holds. */
  public static boolean isTooWide(BigDecimal number) {
    return Math.abs((long) number.precision() - number.scale()) > MOST_DIGITS;
  }

  /** Whether {@code jsonb} holds all of it, and gives it back no longer than it came. */
  public static boolean isStorable(JsonNode node) {
    if (node.isNumber()) {
      return !isTooWide(node);
    }
    if (node.isTextual()) {
      return StorableText.isStorable(node.textValue());
    }
    for (var member : node.properties()) {
      if (!StorableText.isStorable(member.getKey()) || !isStorable(member.getValue())) {
        return false;
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      if (!isStorable(node.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * All of it, as it came: where {@code jsonb} does not hold it, one text that shows it, with
   * escapes for what is not plain.
   */
  public static String whole(JsonNode node) {
    return isStorable(node) ? node.toString() : TextNode.valueOf(escaped(node)).toString();
  }

  /**
   * What {@code jsonb} holds of it: texts lose signs that cannot be stored, wide numbers are null.
   */
  public static JsonNode fitted(JsonNode node) {
    return isStorable(node) ? node : refitted(node);
  }

  private static JsonNode refitted(JsonNode node) {
    if (node.isNumber()) {
      return isTooWide(node) ? NullNode.getInstance() : node;
    }
    if (node.isTextual()) {
      return TextNode.valueOf(StorableText.of(node.textValue()));
    }
    if (node.isObject()) {
      ObjectNode fitted = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(m -> fitted.set(StorableText.of(m.getKey()), refitted(m.getValue())));
      return fitted;
    }
    if (node.isArray()) {
      ArrayNode fitted = JsonNodeFactory.instance.arrayNode(node.size());
      node.forEach(element -> fitted.add(refitted(element)));
      return fitted;
    }
    return node;
  }

  /** A mapper that reads doubles makes infinity of what is too wide for one. */
  private static boolean isTooWide(JsonNode number) {
    boolean infinite = number.isDouble() && !Double.isFinite(number.doubleValue());
    return infinite || isTooWide(number.decimalValue());
  }

  private static String escaped(JsonNode node) {
    try {
      return ESCAPING.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can be written", e);
    }
  }
}
