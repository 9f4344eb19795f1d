package io.syncline.clientapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** What two records are compared by: the same whatever the order of their members. */
final class ContentHash {
  private ContentHash() {}

  /** SHA-256 of the JSON, in hexadecimal. */
  static String of(JsonNode data) {
    try {
      byte[] text = ordered(data).toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static JsonNode ordered(JsonNode node) {
    if (node.isObject()) {
      ObjectNode ordered = JsonNodeFactory.instance.objectNode();
      node.properties().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(member -> ordered.set(member.getKey(), ordered(member.getValue())));
      return ordered;
    }
    if (node.isArray()) {
      ArrayNode ordered = JsonNodeFactory.instance.arrayNode(node.size());
      node.forEach(element -> ordered.add(ordered(element)));
      return ordered;
    }
    return node;
  }
}
