package io.syncline.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.run.ActiveRun;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What a run of this pipeline was asked for, as the ledger keeps it. */
record Parameters(Mode mode, Marketplace marketplace, Optional<DateRange> range, boolean resumes) {

  /** The two ranges of document 004. */
  enum DateRange {
    MONTH("1month"),
    YEAR("1year");

    private final String word;

    DateRange(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    LocalDate before(LocalDate today) {
      return this == MONTH ? today.minusMonths(1) : today.minusYears(1);
    }

    static DateRange of(String word) {
      return switch (word) {
        case "1month" -> MONTH;
        case "1year" -> YEAR;
        default ->
            throw RequestRefused.invalid("date_range", "unknown", List.of("1month", "1year"));
      };
    }
  }

  /** Whether a master run goes on where the last one left off; 400 for an unknown mode. */
  static boolean resumes(String syncMode) {
    return switch (syncMode) {
      case "fresh" -> false;
      case "resume" -> true;
      default -> throw RequestRefused.invalid("sync_mode", "unknown", List.of("fresh", "resume"));
    };
  }

  static Mode mode(ActiveRun run) {
    return of(run).mode();
  }

  static Parameters of(ActiveRun run) {
    JsonNode json = run.request().parameters();
    return new Parameters(
        Mode.of(json.path("mode").asText()),
        Marketplace.of(json.path("marketplace").asText()),
        Optional.ofNullable(json.get("date_range")).map(JsonNode::asText).map(DateRange::of),
        resumes(json.path("sync_mode").asText("fresh")));
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("mode", mode.word());
    json.put("marketplace", marketplace.word());
    range.ifPresent(r -> json.put("date_range", r.word()));
    if (mode == Mode.MASTER) {
      json.put("sync_mode", resumes ? "resume" : "fresh");
    }
    return json;
  }
}
