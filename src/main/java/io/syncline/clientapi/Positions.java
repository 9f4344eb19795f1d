package io.syncline.clientapi;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.clientapi.platform.Position;
import io.syncline.clientapi.platform.Reading;
import io.syncline.clientapi.platform.Reading.Purpose;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Cursors;
import io.syncline.core.stream.Batch.CursorMove;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Where readings stand, as staging holds it. That of a window is its run's alone: another run,
 * which may be of another window, begins at the beginning.
 */
@Component
record Positions(Cursors cursors) {
  private static final String RUN = "run";
  private static final String AT = "at";

  /** Those of several readings, of which each has a type of its own. */
  Map<String, Position> of(ActiveRun run, List<Reading> readings) {
    Map<String, JsonNode> stored = cursors.of(run.pipeline(), run.scope());
    return readings.stream()
        .collect(
            toMap(
                Reading::type,
                reading -> at(run, reading, Optional.ofNullable(stored.get(reading.cursor())))));
  }

  private static Position at(ActiveRun run, Reading reading, Optional<JsonNode> cursor) {
    return cursor
        .filter(stored -> !isOfWindow(reading) || isOf(run, stored))
        .map(stored -> new Position(isOfWindow(reading) ? stored.path(AT) : stored))
        .orElse(Position.FIRST);
  }

  CursorMove move(ActiveRun run, Reading reading, Position position) {
    JsonNode value =
        isOfWindow(reading)
            ? JsonNodeFactory.instance
                .objectNode()
                .put(RUN, run.id().toString())
                .set(AT, position.value())
            : position.value();
    return new CursorMove(reading.cursor(), value);
  }

  private static boolean isOfWindow(Reading reading) {
    return reading.purpose() == Purpose.WINDOW;
  }

  private static boolean isOf(ActiveRun run, JsonNode stored) {
    return stored.path(RUN).asText("").equals(run.id().toString());
  }
}
