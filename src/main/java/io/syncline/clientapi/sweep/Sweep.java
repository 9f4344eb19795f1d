package io.syncline.clientapi.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.stream.Batch.CursorMove;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far the sweep of a type is, which stands in its cursor and nowhere else: whoever goes on
 * after a kill or a wait finds it there, with all that was counted.
 *
 * @param run whose sweep it is; another run begins anew
 * @param began before anything was listed: what we wrote since then is left alone
 * @param endings of the ids that it lists, where it does not list all
 * @param at where the platform's next page begins
 * @param ids how many are listed
 * @param last one of those that were listed last
 * @param isListed whether the listing came to its end
 * @param after the record up to which ours were compared
 * @param marked how many were marked, or lost their mark
 * @param state the word for how it ended; empty until then
 * @param reason why it is not complete
 */
public record Sweep(
    UUID run,
    Instant began,
    List<String> endings,
    JsonNode at,
    long ids,
    String last,
    boolean isListed,
    String after,
    long marked,
    String state,
    @Nullable String reason) {

  /** One that begins now. */
  public static Sweep begun(UUID run, Instant now, SweptType swept) {
    return new Sweep(run, now, swept.endings(), NullNode.instance, 0, "", false, "", 0, "", null);
  }

  /** One that a cursor tells of; empty for that of another run. */
  public static Optional<Sweep> read(JsonNode cursor, UUID run) {
    if (!cursor.path("run").asText().equals(run.toString())) {
      return Optional.empty();
    }
    return Optional.of(
        new Sweep(
            run,
            Instant.parse(cursor.path("began").asText()),
            endings(cursor.path("endings")),
            cursor.path("at"),
            cursor.path("ids").asLong(),
            cursor.path("last").asText(),
            cursor.path("is_listed").asBoolean(),
            cursor.path("after").asText(),
            cursor.path("marked").asLong(),
            cursor.path("state").asText(),
            cursor.path("reason").textValue()));
  }

  private static List<String> endings(JsonNode stored) {
    List<String> endings = new ArrayList<>();
    stored.forEach(ending -> endings.add(ending.asText()));
    return List.copyOf(endings);
  }

  /** Whether it lists what the account has now: what was changed meanwhile is listed anew. */
  public boolean isOf(SweptType swept) {
    return endings.equals(swept.endings());
  }

  public boolean isOver() {
    return !state.isEmpty();
  }

  /** Nothing is listed yet, not even a page without ids. */
  boolean isFresh() {
    return at.isNull() && !isListed && !isOver();
  }

  /** With a page of the listing. */
  Sweep listed(JsonNode next, long more, String lastOne, boolean isLast) {
    return new Sweep(
        run, began, endings, next, ids + more, lastOne, isLast, after, marked, state, reason);
  }

  /** With some records of ours compared, of which so many were marked. */
  Sweep compared(String upTo, long more) {
    return new Sweep(
        run, began, endings, at, ids, last, isListed, upTo, marked + more, state, reason);
  }

  /** With what a dry run would mark in all. */
  public Sweep counted(long all) {
    return compared(after, all);
  }

  public Sweep ended(String word, @Nullable String why) {
    return new Sweep(run, began, endings, at, ids, last, isListed, after, marked, word, why);
  }

  CursorMove move(String cursor) {
    return new CursorMove(cursor, json());
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("run", run.toString()).put("began", began.toString());
    endings.forEach(json.putArray("endings")::add);
    json.set("at", at);
    json.put("ids", ids).put("last", last).put("is_listed", isListed).put("after", after);
    return json.put("marked", marked).put("state", state).put("reason", reason);
  }
}
