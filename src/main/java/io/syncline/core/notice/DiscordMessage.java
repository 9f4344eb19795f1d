package io.syncline.core.notice;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A {@link Notice} as Discord takes it: lengths cut, mark-down defused, nobody mentioned
 * (discord#parts-of-a-message-and-their-lengths).
 */
final class DiscordMessage {
  private static final int TITLE = 256;
  private static final int DESCRIPTION = 4_096;
  private static final int FIELDS = 25;
  private static final int NAME = 256;
  private static final int VALUE = 1_024;
  private static final int FOOTER = 2_048;
  private static final int ALL = 6_000;
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(jdbc:\\S+|https?://\\S*webhooks/\\S+|bearer\\s+\\S+"
              + "|(authorization|api[_-]?key|token|password|secret)[\"']?\\s*[:=]\\s*((bearer|basic)\\s+)?\\S+)");

  private final String username;
  private int left = ALL;

  private DiscordMessage(String username) {
    this.username = username;
  }

  static ObjectNode of(Notice notice, String username, Instant at) {
    return new DiscordMessage(username).write(notice, at);
  }

  /** The one fallback when Discord refuses the form of the embed. */
  static ObjectNode plain(Notice notice, String username) {
    ObjectNode message = message(username);
    message.put("content", cut(clean(notice.title() + ": " + notice.description()), 1_900));
    return message;
  }

  private ObjectNode write(Notice notice, Instant at) {
    ObjectNode message = message(username);
    ObjectNode embed = message.putArray("embeds").addObject();
    embed.put("title", take(notice.title(), TITLE));
    embed.put("description", take(notice.description(), DESCRIPTION));
    embed.put("color", notice.level().color());
    embed.put("timestamp", at.toString());
    embed.putObject("footer").put("text", take(notice.footer(), FOOTER));
    var fields = embed.putArray("fields");
    notice.fields().stream()
        .limit(FIELDS)
        .filter(field -> isThere(field.name()) && isThere(field.value()) && left > NAME)
        .forEach(
            field ->
                fields
                    .addObject()
                    .put("name", take(field.name(), NAME))
                    .put("value", take(field.value(), VALUE))
                    .put("inline", field.inline()));
    return message;
  }

  private static ObjectNode message(String username) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("username", username);
    message.putObject("allowed_mentions").putArray("parse");
    return message;
  }

  private String take(String text, int most) {
    String cut = cut(clean(text), Math.min(most, Math.max(left, 1)));
    left -= cut.length();
    return cut;
  }

  private static boolean isThere(String text) {
    return !clean(text).isEmpty();
  }

  /** Control characters go, and so does whatever looks like a secret. */
  private static String clean(String text) {
    return SECRET
        .matcher(text.replaceAll("[\\p{Cntrl}&&[^\n]]", " "))
        .replaceAll("[redacted]")
        .strip();
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    if (most < 2) {
      return "…";
    }
    int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
    return text.substring(0, end) + "…";
  }
}
