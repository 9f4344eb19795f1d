package io.syncline.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.OneLine;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.letter.DeadLetter;
import io.syncline.core.letter.DeadLetterRows;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunOutcome;
import io.syncline.core.run.RunQuery;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What the endpoints of dead letters ask for and answer. */
@Component
final class DeadLetterRequests {

  private static final int LONGEST_REASON = 500;

  private final DeadLetterRows letters;
  private final LetterCorrection corrections;
  private final Duration wait;

  DeadLetterRequests(
      DeadLetterRows letters,
      LetterCorrection corrections,
      @Value("${syncline.http.wait}") Duration wait) {
    this.letters = letters;
    this.corrections = corrections;
    this.wait = wait;
  }

  ApiAnswer list(@Body ApiRequest request) {
    Map<String, String> query = request.query();
    int limit = RunQuery.limit(query);
    Optional<UUID> before = Optional.ofNullable(query.get("before")).map(DeadLetterRequests::id);
    List<DeadLetter> page = letters.open(Optional.ofNullable(query.get("pipeline")), before, limit);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    var array = body.putArray("dead_letters");
    page.forEach(letter -> array.add(letter.json()));
    body.put("next", page.size() < limit ? null : page.get(limit - 1).id().toString());
    return ApiAnswer.ok(body);
  }

  /** One letter with its record; a PATCH corrects that, or with {@code dry_run} only shows how. */
  ApiAnswer letter(@Body ApiRequest request) {
    DeadLetter letter = known(request.id());
    return ApiAnswer.ok(
        request.method().equals("PATCH")
            ? corrections.correct(letter, request)
            : letter.jsonWith(letter.record()));
  }

  /** Closes a letter that nobody will write; the same once more changes nothing. */
  ApiAnswer close(@Body ApiRequest request) {
    UUID id = known(request.id()).id();
    String reason = request.body().map(body -> body.path("reason").asText("").strip()).orElse("");
    if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      throw RequestRefused.invalid(
          "reason", "must say why, in " + LONGEST_REASON + " characters", List.of());
    }
    letters.close(id, request.caller(), OneLine.of(reason, LONGEST_REASON));
    DeadLetter closed = known(id);
    if (!closed
        .closed()
        .map(DeadLetter.Closing::reason)
        .equals(Optional.of(OneLine.of(reason, LONGEST_REASON)))) {
      throw closedBefore(closed);
    }
    return ApiAnswer.ok(closed.json());
  }

  /** A run that writes the letter's record once more, in the scope of the run that could not. */
  RunRequest replay(@Body ApiRequest request) {
    DeadLetter letter = known(request.id());
    if (letter.replayedAt().isPresent()) {
      throw RequestRefused.of(
          409, "REPLAYED_BEFORE", "Replayed before", "This record was written at the first replay");
    }
    if (letter.closed().isPresent()) {
      throw closedBefore(letter);
    }
    if (letter.kind().equals("parse")) {
      throw RequestRefused.of(
          409,
          "NOT_REPLAYABLE",
          "The source's value cannot be read",
          "Correct it at the source, then run that range again, with date_range");
    }
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put(DeadLetter.PARAMETER, letter.id().toString());
    return new RunRequest(
        letter.pipeline(),
        letter.scope(),
        Trigger.REPLAY,
        request.slot(),
        request.caller(),
        parameters,
        false,
        false,
        request.patience(wait),
        RunRequest.Turn.NONE);
  }

  ApiAnswer replayed(@Body Run run) {
    if (run.outcome() == RunOutcome.RUNNING) {
      return ApiAnswer.accepted(run.id(), JsonNodeFactory.instance.objectNode());
    }
    DeadLetter letter = known(id(run.parameters().path(DeadLetter.PARAMETER).asText()));
    if (letter.closed().isEmpty()) {
      throw RequestRefused.of(
          409,
          "REFUSED_AGAIN",
          "The record was refused again",
          "See run " + run.id() + " for the reason; the letter stays");
    }
    return ApiAnswer.ok(letter.json());
  }

  static RequestRefused closedBefore(DeadLetter letter) {
    return RequestRefused.of(
        409,
        "CLOSED_BEFORE",
        "The letter is closed",
        "It was closed: " + letter.closed().map(DeadLetter.Closing::reason).orElse("just now"));
  }

  private DeadLetter known(UUID id) {
    return letters
        .find(id)
        .orElseThrow(
            () ->
                RequestRefused.of(
                    404, "UNKNOWN_DEAD_LETTER", "Unknown dead letter", "No dead letter " + id));
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw RequestRefused.invalid("id", "must be a UUID", List.of());
    }
  }
}
