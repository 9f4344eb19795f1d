package io.syncline.entities.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The keys of one object of a configuration; what is wrong is noted with the key at fault. */
record Keys(String name, JsonNode node, List<String> faults) {

  static Keys root(JsonNode config, List<String> faults) {
    return new Keys("connector_config", config, faults);
  }

  /** Notes every key that is not among these; a misspelt one would mean nothing. */
  Keys known(String... keys) {
    Set<String> known = new TreeSet<>(List.of(keys));
    if (!node.isObject()) {
      fault("an object with " + String.join(", ", known));
    }
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                fault(key, "unknown; known are " + String.join(", ", known));
              }
            });
    return this;
  }

  /** An object below; one without keys where there is none. */
  Keys object(String key) {
    JsonNode below = node.path(key);
    return new Keys(name + "." + key, below.isNull() ? MissingNode.getInstance() : below, faults);
  }

  boolean has(String key) {
    return node.hasNonNull(key);
  }

  String text(String key) {
    String text = has(key) && node.path(key).isTextual() ? node.path(key).textValue() : "";
    if (text.isEmpty()) {
      fault(key, "a text is missing");
    }
    return text;
  }

  String text(String key, String otherwise) {
    if (has(key) && !node.path(key).isTextual()) {
      fault(key, "must be a text");
      return otherwise;
    }
    return node.path(key).asText(otherwise);
  }

  int number(String key, int otherwise, int least, int most) {
    JsonNode value = node.path(key);
    if (!has(key)) {
      return otherwise;
    }
    if (!value.isIntegralNumber() || value.asLong() < least || value.asLong() > most) {
      fault(key, "a number from " + least + " to " + most);
      return otherwise;
    }
    return value.intValue();
  }

  /** Texts by their names; numbers and booleans are taken as they are spelt. */
  Map<String, String> texts(String key) {
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : node.path(key).properties()) {
      if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
        fault(key + "." + entry.getKey(), "must be a text or a number");
      }
      texts.put(entry.getKey(), entry.getValue().asText());
    }
    return texts;
  }

  /** A value that is read of a text; what it throws says what is wrong. */
  <T> T read(String key, String text, T otherwise, Function<String, T> reading) {
    try {
      return reading.apply(text);
    } catch (RuntimeException e) {
      fault(key, text.isEmpty() ? "is missing" : "cannot be read: " + text);
      return otherwise;
    }
  }

  /** A word of an enum, in small letters. */
  <E extends Enum<E>> E word(String key, E otherwise, E[] words) {
    String given = text(key, word(otherwise));
    for (E one : words) {
      if (word(one).equals(given)) {
        return one;
      }
    }
    fault(key, "one of " + String.join(", ", List.of(words).stream().map(Keys::word).toList()));
    return otherwise;
  }

  private static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }

  void fault(String key, String what) {
    faults.add(name + "." + key + ": " + what);
  }

  private void fault(String what) {
    faults.add(name + ": " + what);
  }
}
