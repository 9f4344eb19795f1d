package io.syncline.clientapi.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.record.StorableText;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The texts of what is asked for; a refusal names a member and never repeats its value. */
record Texts(ObjectNode asked) {

  void refuseUnknown(Collection<String> members) {
    asked
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!members.contains(name)) {
                throw RequestRefused.invalid(
                    StorableText.cut(StorableText.of(name), 50),
                    "cannot be given here",
                    members.stream().sorted().toList());
              }
            });
  }

  boolean has(String name) {
    return asked.has(name);
  }

  String required(String name) {
    return optional(name)
        .orElseThrow(() -> RequestRefused.invalid(name, "must be given", List.of()));
  }

  String like(String name, String shape, String words) {
    String text = required(name);
    if (!text.matches(shape)) {
      throw RequestRefused.invalid(name, words, List.of());
    }
    return text;
  }

  /** A text that people read. */
  Optional<String> optional(String name) {
    return given(name)
        .map(String::strip)
        .map(
            text -> {
              if (text.isEmpty()
                  || !StorableText.isStorable(text)
                  || text.chars().anyMatch(Character::isISOControl)) {
                throw RequestRefused.invalid(
                    name, "must be a text of one line that is not blank", List.of());
              }
              return text;
            });
  }

  /** A text, whatever it is. */
  Optional<String> given(String name) {
    JsonNode value = asked.path(name);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw RequestRefused.invalid(name, "must be a text", List.of());
    }
    return Optional.of(value.textValue());
  }

  @Override
  public String toString() {
    return "texts";
  }
}
