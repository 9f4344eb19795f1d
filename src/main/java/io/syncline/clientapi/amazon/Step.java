package io.syncline.clientapi.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.Fetched;
import io.syncline.clientapi.platform.Position;
import io.syncline.clientapi.platform.Reading;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.record.Moments;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.SourceAnswer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One step of a reading.
 *
 * @param begun where it begins, as it is stored
 * @param at the same; what the step changes of it is where it ends
 */
record Step(
    Credential credential,
    Seller seller,
    Reading reading,
    Position begun,
    ObjectNode at,
    ActiveRun run) {

  /** What is under way, which begins empty; anew where a marketplace of it is given up. */
  ObjectNode walk() {
    return at.get("walk") instanceof ObjectNode walk
            && seller.marketplaces().containsAll(markets(walk))
        ? walk
        : at.putObject("walk");
  }

  /**
   * Says of which marketplaces the walk is: of all from the mark on, or first of those that were
   * added since, as the mark tells nothing of them.
   *
   * @return from when on changes are asked for; empty for all there is
   */
  Optional<Instant> begin(ObjectNode walk) {
    List<String> added = new ArrayList<>(seller.marketplaces());
    added.removeAll(markets(at));
    boolean isAddition = at.has("mark") && !added.isEmpty();
    walk.put("markets", String.join(",", isAddition ? added : seller.marketplaces()));
    if (isAddition) {
      walk.put("added", true);
      return Optional.empty();
    }
    return moment(at.path("mark"));
  }

  /** The marketplaces that a walk is of, or a mark, in their order. */
  static List<String> markets(ObjectNode of) {
    String markets = of.path("markets").asText("");
    return markets.isEmpty() ? List.of() : List.of(markets.split(","));
  }

  Fetched goesOn(List<JsonNode> records) {
    return new Fetched(records, new Position(at), false);
  }

  /** All pages are stored: the next reading begins with what has changed until then. */
  Fetched read(List<JsonNode> records, Instant until) {
    ObjectNode walk = walk();
    if (reading.purpose() != Reading.Purpose.CHANGES) {
      return ends(records);
    }
    List<String> markets = new ArrayList<>(markets(walk));
    if (walk.path("added").asBoolean()) {
      markets.addAll(markets(at));
      at.put("markets", String.join(",", markets)).remove("walk");
      return goesOn(records);
    }
    at.put("mark", until.toString()).put("markets", String.join(",", markets));
    return ends(records);
  }

  /** There is no more of it. */
  Fetched ends(List<JsonNode> records) {
    at.remove("walk");
    return new Fetched(records, new Position(at), true);
  }

  /** A role is missing: this type is left out, the others are read. */
  Fetched denied() {
    String reason =
        "Amazon does not let us read "
            + reading.type()
            + " (HTTP 403): give the app the role for it and authorise it again";
    run.trouble(ErrorKind.API, reading.type(), reason);
    return Fetched.skipped(begun, reason);
  }

  /** It cannot be listed whole: nothing of it is taken for gone. */
  Fetched unlisted(String why) {
    return Fetched.skipped(begun, why);
  }

  /**
   * A page token that has ended: what it belonged to is read again from its beginning, once in a
   * run: the next run may have to do so again.
   *
   * @throws TerminalFailure for what is refused without one, or again
   */
  void beginAgain(ObjectNode walk, String token, SourceAnswer answer) {
    if (!walk.has(token)) {
      throw refused(answer);
    }
    walk.remove(token);
    beginAgain(walk, answer);
  }

  void beginAgain(ObjectNode walk, SourceAnswer answer) {
    String now = run.id().toString();
    if (walk.path("again").asText("").equals(now)) {
      throw refused(answer);
    }
    walk.put("again", now);
  }

  /** Whether there is a next page, whose token is kept then. */
  boolean turns(ObjectNode walk, String token, JsonNode pagination) {
    String next = pagination.path("nextToken").asText("");
    if (!next.isEmpty() && next.equals(walk.path(token).asText(""))) {
      throw failure("the pages of %s do not go on: the same token again");
    }
    if (next.isEmpty()) {
      walk.remove(token);
    } else {
      walk.put(token, next);
    }
    return !next.isEmpty();
  }

  TerminalFailure refused(SourceAnswer answer) {
    return failure("%s is refused with HTTP " + answer.status());
  }

  TerminalFailure failure(String words) {
    return TerminalFailure.stopped(
        StopReason.SOURCE_FAILED, "Amazon: " + words.formatted(reading.type()));
  }

  static Optional<Instant> moment(JsonNode text) {
    try {
      return text.isTextual() ? Optional.of(Moments.of(text.asText())) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
