package io.syncline.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.run.ActiveRun;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a run of this pipeline was asked for, as the ledger keeps it.
 *
 * @param resumes whether a master run goes on where the last one left off
 */
record SyncOrder(Mode mode, Marketplace marketplace, Optional<DateRange> range, boolean resumes) {

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
      return Arrays.stream(values())
          .filter(range -> range.word.equals(word))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no range: " + word));
    }
  }

  SyncOrder over(DateRange other) {
    return new SyncOrder(mode, marketplace, Optional.of(other), resumes);
  }

  static SyncOrder of(ActiveRun run) {
    JsonNode json = run.request().parameters();
    return new SyncOrder(
        Mode.of(json.path("mode").asText()),
        Marketplace.of(json.path("marketplace").asText()),
        Optional.ofNullable(json.get("date_range")).map(JsonNode::asText).map(DateRange::of),
        json.path("sync_mode").asText().equals("resume"));
  }
}
