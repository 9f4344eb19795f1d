package io.syncline.clientapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.run.Tally;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one type of data in a run, in the words of {@code data_types_synced}.
 *
 * @param reason why it is not complete
 */
record TypeProgress(
    long fetched,
    long created,
    long changed,
    long unchanged,
    long failed,
    State state,
    @Nullable String reason) {
  static final TypeProgress BEGUN = new TypeProgress(0, 0, 0, 0, 0, State.PARTIAL, null);

  /** How far it came. */
  enum State {
    COMPLETE,
    PARTIAL,
    SKIPPED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static TypeProgress of(JsonNode json) {
    return new TypeProgress(
        json.path("fetched").asLong(),
        json.path("new").asLong(),
        json.path("changed").asLong(),
        json.path("unchanged").asLong(),
        json.path("failed").asLong(),
        State.valueOf(json.path("state").asText().toUpperCase(Locale.ROOT)),
        json.path("reason").textValue());
  }

  /** With records that could not be read. */
  TypeProgress rejecting(int records) {
    return new TypeProgress(fetched, created, changed, unchanged, failed + records, state, reason);
  }

  /** With a page that was written: what the tally of the run has gained by it. */
  TypeProgress plus(int records, Tally.Records before, Tally.Records after) {
    long staged = after.staged() - before.staged();
    long added = after.created() - before.created();
    long updated = after.updated() - before.updated();
    long refused = after.refusedByStaging() - before.refusedByStaging();
    return new TypeProgress(
        fetched + records,
        created + added,
        changed + updated,
        unchanged + staged - added - updated,
        failed + refused,
        state,
        reason);
  }

  TypeProgress in(State other, @Nullable String why) {
    return new TypeProgress(fetched, created, changed, unchanged, failed, other, why);
  }

  boolean isOver() {
    return state != State.PARTIAL || reason != null;
  }

  boolean isComplete() {
    return state == State.COMPLETE;
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("fetched", fetched)
        .put("new", created)
        .put("changed", changed)
        .put("unchanged", unchanged)
        .put("failed", failed)
        .put("state", state.word())
        .put("reason", reason);
  }
}
