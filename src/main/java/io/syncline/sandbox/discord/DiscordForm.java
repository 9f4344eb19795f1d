package io.syncline.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;

/**
 * Checks the limits of one message. Lengths are UTF-16 units after trimming: Discord does not say
 * which unit it counts, and this one is never the kinder.
 */
final class DiscordForm {

  private static final int MAX_CONTENT = 2000;
  private static final int MAX_USERNAME = 80;
  private static final int MAX_EMBEDS = 10;
  private static final int MAX_TITLE = 256;
  private static final int MAX_DESCRIPTION = 4096;
  private static final int MAX_FIELDS = 25;
  private static final int MAX_VALUE = 1024;
  private static final int MAX_FOOTER = 2048;
  private static final int MAX_SUM = 6000;
  private static final int MAX_COLOR = 0xFFFFFF;

  private final FormErrors errors = new FormErrors();
  private int sum;

  private DiscordForm() {}

  static FormErrors check(JsonNode message) {
    DiscordForm form = new DiscordForm();
    form.text(message, "content", "content", MAX_CONTENT);
    form.username(message.path("username"));
    form.embeds(message.path("embeds"));
    return form.errors;
  }

  /** Something to show: text, an embed with anything in it, components or a poll. */
  static boolean isEmpty(JsonNode message) {
    boolean embedded = false;
    for (JsonNode embed : message.path("embeds")) {
      embedded |= !embed.isEmpty();
    }
    return message.path("content").asText("").isBlank()
        && !embedded
        && message.path("components").isEmpty()
        && message.path("poll").isEmpty();
  }

  private void username(JsonNode name) {
    if (isAbsent(name)) {
      return;
    }
    String text = name.asText().strip();
    if (text.isEmpty() || text.length() > MAX_USERNAME) {
      errors.add("username", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 80 in length.");
    }
    for (String word : List.of("discord", "clyde")) {
      if (text.toLowerCase(Locale.ROOT).contains(word)) {
        errors.add(
            "username", "USERNAME_INVALID_CONTAINS", "Username cannot contain \"" + word + "\"");
      }
    }
  }

  private void embeds(JsonNode embeds) {
    if (isAbsent(embeds) || !isList(embeds, "embeds")) {
      return;
    }
    if (embeds.size() > MAX_EMBEDS) {
      errors.tooLong("embeds", MAX_EMBEDS);
    }
    for (int index = 0; index < embeds.size(); index++) {
      embed(embeds.path(index), "embeds/" + index);
    }
    if (sum > MAX_SUM) {
      errors.add(
          "embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of " + MAX_SUM);
    }
  }

  private void embed(JsonNode embed, String path) {
    if (!isDictionary(embed, path)) {
      return;
    }
    sum += text(embed, "title", path + "/title", MAX_TITLE);
    sum += text(embed, "description", path + "/description", MAX_DESCRIPTION);
    sum += text(embed.path("footer"), "text", path + "/footer/text", MAX_FOOTER);
    sum += text(embed.path("author"), "name", path + "/author/name", MAX_TITLE);
    color(embed.path("color"), path + "/color");
    timestamp(embed.path("timestamp"), path + "/timestamp");
    fields(embed.path("fields"), path + "/fields");
  }

  private void fields(JsonNode fields, String path) {
    if (isAbsent(fields) || !isList(fields, path)) {
      return;
    }
    if (fields.size() > MAX_FIELDS) {
      errors.tooLong(path, MAX_FIELDS);
    }
    for (int index = 0; index < fields.size(); index++) {
      String place = path + "/" + index;
      if (isDictionary(fields.path(index), place)) {
        sum += requiredText(fields.path(index), "name", place + "/name", MAX_TITLE);
        sum += requiredText(fields.path(index), "value", place + "/value", MAX_VALUE);
      }
    }
  }

  private int requiredText(JsonNode owner, String name, String path, int max) {
    if (owner.path(name).asText("").isBlank() && !owner.path(name).isContainerNode()) {
      errors.required(path);
      return 0;
    }
    return text(owner, name, path, max);
  }

  private int text(JsonNode owner, String name, String path, int max) {
    JsonNode value = owner.path(name);
    if (isAbsent(value)) {
      return 0;
    }
    if (value.isContainerNode()) {
      errors.add(path, "STRING_TYPE_CONVERT", "Could not interpret \"" + value + "\" as string.");
      return 0;
    }
    int length = value.asText().strip().length();
    if (length > max) {
      errors.tooLong(path, max);
    }
    return length;
  }

  private void color(JsonNode color, String path) {
    if (isAbsent(color)) {
      return;
    }
    if (!color.isIntegralNumber() && !color.asText().matches("[0-9]{1,9}")) {
      errors.add(path, "NUMBER_TYPE_COERCE", "Value " + color + " is not int.");
    } else if (color.asLong() < 0 || color.asLong() > MAX_COLOR) {
      errors.add(
          path, "NUMBER_TYPE_MAX", "int value should be less than or equal to " + MAX_COLOR + ".");
    }
  }

  private void timestamp(JsonNode timestamp, String path) {
    if (isAbsent(timestamp)) {
      return;
    }
    try {
      OffsetDateTime.parse(timestamp.asText());
    } catch (DateTimeParseException malformed) {
      errors.add(
          path, "DATE_TIME_TYPE_PARSE", "Could not parse " + timestamp + ". Should be ISO8601.");
    }
  }

  private boolean isList(JsonNode value, String path) {
    if (!value.isArray()) {
      errors.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
    }
    return value.isArray();
  }

  private boolean isDictionary(JsonNode value, String path) {
    if (!value.isObject()) {
      errors.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
    }
    return value.isObject();
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }
}
