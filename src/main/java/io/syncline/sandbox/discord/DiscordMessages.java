package io.syncline.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Turns accepted forms into message objects and keeps the last ones; threads may share it. */
final class DiscordMessages {

  private static final int KEPT = 50;
  private static final long DISCORD_EPOCH_MS = 1_420_070_400_000L;
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);
  private static final List<String> EMPTY_LISTS =
      List.of("attachments", "mentions", "mention_roles", "components");

  private final Clock clock;
  private final Deque<ObjectNode> kept = new ArrayDeque<>();
  private long sequence;

  DiscordMessages(Clock clock) {
    this.clock = clock;
  }

  synchronized ObjectNode accept(String webhookId, ObjectNode form) {
    ObjectNode message = message(webhookId, form);
    kept.addLast(message);
    if (kept.size() > KEPT) {
      kept.removeFirst();
    }
    return message;
  }

  /** Oldest first. */
  synchronized List<ObjectNode> last() {
    return List.copyOf(kept);
  }

  private ObjectNode message(String webhookId, ObjectNode form) {
    Instant now = clock.instant();
    ObjectNode message = form.objectNode();
    message.put("id", String.valueOf((now.toEpochMilli() - DISCORD_EPOCH_MS) << 22 | ++sequence));
    message.put("type", 0).put("content", form.path("content").asText("").strip());
    message.put("channel_id", "1290000000000000002").put("webhook_id", webhookId);
    message
        .putObject("author")
        .put("id", webhookId)
        .put("username", form.path("username").asText("Sandbox").strip())
        .putNull("avatar")
        .put("discriminator", "0000")
        .put("bot", true);
    message.set("embeds", embeds(form));
    EMPTY_LISTS.forEach(message::putArray);
    message.put("pinned", false).put("mention_everyone", false).put("tts", false);
    message.put("timestamp", TIMESTAMP.format(now)).putNull("edited_timestamp").put("flags", 0);
    return message;
  }

  private static ArrayNode embeds(ObjectNode form) {
    ArrayNode embeds = form.arrayNode();
    for (JsonNode embed : form.path("embeds")) {
      ObjectNode rich = embeds.addObject().put("type", "rich");
      embed.properties().forEach(entry -> rich.set(entry.getKey(), entry.getValue()));
    }
    return embeds;
  }
}
