package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.run.RunQuery;
import java.util.List;
import java.util.Optional;

/**
 * One member of a configuration's object, which is one column of its table.
 *
 * @param otherwise what it is where nothing is said; empty where something must be
 * @param words the only texts that are allowed; none where any is
 */
record Member(String name, Kind kind, Optional<JsonNode> otherwise, List<String> words) {
  static final int LONGEST = 1_000;
  private static final int MOST_TEXTS = 100;

  /** What its value looks like. */
  enum Kind {
    TEXT,
    UUID,
    COUNT,
    WHOLE,
    BOOLEAN,
    OBJECT,
    TEXTS
  }

  Member {
    words = List.copyOf(words);
  }

  static Member required(String name, Kind kind) {
    return new Member(name, kind, Optional.empty(), List.of());
  }

  static Member optional(String name, Kind kind) {
    return new Member(name, kind, Optional.of(NullNode.getInstance()), List.of());
  }

  static Member flag(String name) {
    return new Member(name, Kind.BOOLEAN, Optional.of(BooleanNode.FALSE), List.of());
  }

  static Member count(String name, int otherwise) {
    return new Member(name, Kind.COUNT, Optional.of(IntNode.valueOf(otherwise)), List.of());
  }

  static Member object(String name) {
    return new Member(
        name, Kind.OBJECT, Optional.of(JsonNodeFactory.instance.objectNode()), List.of());
  }

  static Member texts(String name) {
    return new Member(
        name, Kind.TEXTS, Optional.of(JsonNodeFactory.instance.arrayNode()), List.of());
  }

  /** One of these words, the first where nothing is said. */
  static Member word(String name, String... words) {
    return new Member(name, Kind.TEXT, Optional.of(TextNode.valueOf(words[0])), List.of(words));
  }

  Member among(List<String> allowed) {
    return new Member(name, kind, otherwise, allowed);
  }

  /**
   * The value that an object has for it.
   *
   * @throws RequestRefused 400 naming the member by its path
   */
  JsonNode of(JsonNode object, String path) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise.orElseThrow(() -> refused(path, "must be given"));
    }
    if (!isOfTheKind(value)) {
      throw refused(path, "must be " + looks());
    }
    if (!words.isEmpty() && !words.contains(value.asText())) {
      throw RequestRefused.invalid(path + name, "unknown", words);
    }
    return value;
  }

  private boolean isOfTheKind(JsonNode value) {
    return switch (kind) {
      case TEXT -> isText(value) && !value.asText().isBlank();
      case UUID -> value.isTextual() && RunQuery.uuid(value.asText()).isPresent();
      case COUNT -> value.isInt() && value.intValue() >= 1;
      case WHOLE -> value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0;
      case BOOLEAN -> value.isBoolean();
      case OBJECT -> value.isObject();
      case TEXTS -> value.isArray() && value.size() <= MOST_TEXTS && areTexts(value);
    };
  }

  private String looks() {
    return switch (kind) {
      case TEXT -> "a text of 1 to " + LONGEST + " characters that is not blank";
      case UUID -> "a UUID";
      case COUNT -> "a whole number from 1 on";
      case WHOLE -> "a whole number from 0 on";
      case BOOLEAN -> "true or false";
      case OBJECT -> "an object";
      case TEXTS -> "a list of at most " + MOST_TEXTS + " texts";
    };
  }

  private static boolean areTexts(JsonNode list) {
    for (JsonNode item : list) {
      if (!isText(item)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(JsonNode value) {
    return value.isTextual() && value.asText().length() <= LONGEST;
  }

  private RequestRefused refused(String path, String why) {
    return RequestRefused.invalid(path + name, why, List.of());
  }
}
