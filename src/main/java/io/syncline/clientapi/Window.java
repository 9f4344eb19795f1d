package io.syncline.clientapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.platform.Reading;
import io.syncline.core.error.OneLine;
import io.syncline.core.error.RequestRefused;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What is read again of an account: some of its types, all that was updated since a moment. A run's
 * parameters hold it.
 */
record Window(List<String> types, Instant from) {
  static final String TYPES = "types";
  static final String FROM = "from";
  private static final List<String> MEMBERS = List.of(FROM, TYPES);

  Window {
    types = List.copyOf(types);
  }

  /**
   * What somebody asks for.
   *
   * @param known the types that the account's platform has
   * @throws RequestRefused 400 with what is allowed
   */
  static Window asked(ObjectNode asked, List<String> known, Instant now) {
    asked.fieldNames().forEachRemaining(Window::refuseUnknown);
    JsonNode types = asked.path(TYPES);
    List<String> words = new ArrayList<>();
    types.forEach(type -> words.add(type.asText()));
    if (!types.isArray() || words.isEmpty() || !known.containsAll(words)) {
      throw RequestRefused.invalid(
          TYPES, "must be a list of some of " + String.join(", ", known), known);
    }
    Instant from =
        moment(asked.path(FROM).asText(""))
            .filter(it -> it.isBefore(now))
            .orElseThrow(
                () ->
                    RequestRefused.invalid(
                        FROM, "must be a day or a moment that has passed, in UTC", List.of()));
    return new Window(words.stream().distinct().toList(), from);
  }

  /** Of a run; empty for one that reads what is new. */
  static Optional<Window> of(JsonNode parameters) {
    return Optional.ofNullable(parameters.get(FROM))
        .map(
            from ->
                new Window(
                    StreamSupport.stream(parameters.path(TYPES).spliterator(), false)
                        .map(JsonNode::asText)
                        .toList(),
                    Instant.parse(from.asText())));
  }

  /** Adds it to the parameters of a run. */
  ObjectNode addTo(ObjectNode parameters) {
    types.forEach(parameters.putArray(TYPES)::add);
    return parameters.put(FROM, from.toString());
  }

  Reading of(String type) {
    return Reading.window(type, from, Optional.empty());
  }

  /** A misspelt dry_run must not really write. */
  private static void refuseUnknown(String name) {
    if (!MEMBERS.contains(name)) {
      throw RequestRefused.invalid(OneLine.of(name, 64), "unknown", MEMBERS);
    }
  }

  private static Optional<Instant> moment(String text) {
    try {
      return Optional.of(
          text.length() == "2026-01-01".length()
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
