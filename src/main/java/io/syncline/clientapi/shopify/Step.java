package io.syncline.clientapi.shopify;

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
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One step of a reading.
 *
 * @param at where it begins; what the step changes of it is where it ends
 */
record Step(
    Credential credential, Reading reading, ShopifyType type, ObjectNode at, ActiveRun run) {

  /** The walk that is under way; one of another window is none of this reading. */
  Optional<ObjectNode> walk() {
    return at.get("walk") instanceof ObjectNode walk
            && walk.path("window").asText("").equals(window())
        ? Optional.of(walk)
        : Optional.empty();
  }

  ObjectNode beginWalk() {
    return at.putObject("walk").put("window", window());
  }

  private String window() {
    return reading
        .from()
        .map(from -> from + "/" + reading.to().map(Instant::toString).orElse(""))
        .orElse("");
  }

  /** Goes on from here. */
  Fetched goesOn(List<JsonNode> records) {
    return new Fetched(records, new Position(at), false);
  }

  /** There is no more. */
  Fetched ends(List<JsonNode> records) {
    return new Fetched(records, new Position(at), true);
  }

  /** The type may not be read; the others are. */
  Fetched denied(Position from, String words) {
    String reason = "Shopify does not let us read " + type.word() + ": " + words;
    run.trouble(ErrorKind.API, type.word(), reason);
    return Fetched.skipped(from, reason);
  }

  /** Asks for half of it from now on: a query that is too costly is not carried out. */
  Fetched halved(int first, int nested) {
    if (first > 1) {
      at.put("first", first / 2);
    } else if (nested > 1) {
      at.put("nested", nested / 2);
    } else {
      throw failure("one of %s alone is too costly to be asked for");
    }
    return goesOn(List.of());
  }

  /** The cursor of the next page, if there is one. */
  Optional<String> cursor(JsonNode pageInfo, Optional<String> before) {
    if (!pageInfo.path("hasNextPage").asBoolean()) {
      return Optional.empty();
    }
    Optional<String> next = Optional.ofNullable(pageInfo.path("endCursor").textValue());
    if (next.isEmpty() || next.equals(before)) {
      throw failure("the pages of %s do not go on: the same cursor again, or none");
    }
    return next;
  }

  TerminalFailure failure(String words) {
    return TerminalFailure.stopped(
        StopReason.SOURCE_FAILED, "Shopify: " + words.formatted(type.word()));
  }

  static Optional<Instant> moment(JsonNode text) {
    try {
      return text.isTextual() ? Optional.of(Moments.of(text.asText())) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
