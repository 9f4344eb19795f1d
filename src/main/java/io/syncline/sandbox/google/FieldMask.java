package io.syncline.sandbox.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The members of an answer that a caller wants: {@code properties(title),sheets.properties.index}.
 */
final class FieldMask {
  private static final Pattern TOKEN = Pattern.compile("\\s*([A-Za-z][A-Za-z0-9]*|[*(),./])\\s*");

  private final Map<String, FieldMask> members = new LinkedHashMap<>();

  private FieldMask() {}

  /** Everything, where the text is empty. */
  static FieldMask of(String text) {
    FieldMask mask = new FieldMask();
    if (text.isBlank()) {
      return mask;
    }
    Reader reader = new Reader(text);
    reader.list(mask);
    if (!reader.word.isEmpty()) {
      throw GoogleRefusals.badMask(text);
    }
    return mask;
  }

  JsonNode apply(JsonNode node) {
    if (members.isEmpty() || members.containsKey("*")) {
      return node;
    }
    if (node instanceof ArrayNode all) {
      ArrayNode kept = JsonNodeFactory.instance.arrayNode();
      all.forEach(item -> kept.add(apply(item)));
      return kept;
    }
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      FieldMask part = members.get(member.getKey());
      if (part != null) {
        kept.set(member.getKey(), part.apply(member.getValue()));
      }
    }
    return kept;
  }

  /** Reads word by word; an empty word is the end. */
  private static final class Reader {
    private final String text;
    private final Matcher tokens;
    private String word = "";

    Reader(String text) {
      this.text = text;
      this.tokens = TOKEN.matcher(text);
      next();
    }

    void list(FieldMask mask) {
      path(mask);
      while (word.equals(",")) {
        next();
        path(mask);
      }
    }

    private void path(FieldMask mask) {
      if (!word.matches("\\w+|\\*")) {
        throw GoogleRefusals.badMask(text);
      }
      FieldMask member = mask.members.computeIfAbsent(word, name -> new FieldMask());
      next();
      if (word.equals(".") || word.equals("/")) {
        next();
        path(member);
      } else if (word.equals("(")) {
        next();
        list(member);
        if (!word.equals(")")) {
          throw GoogleRefusals.badMask(text);
        }
        next();
      }
    }

    private void next() {
      boolean isEnd = tokens.regionStart() == text.length();
      if (!isEnd && !tokens.lookingAt()) {
        throw GoogleRefusals.badMask(text);
      }
      word = isEnd ? "" : tokens.group(1);
      tokens.region(isEnd ? text.length() : tokens.end(), text.length());
    }
  }
}
