package io.syncline.junglescout;

import io.syncline.core.run.Cursors;
import io.syncline.junglescout.SyncOrder.DateRange;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Decides which days of sales are read of each product (document 004, step 5). */
@Component
final class SalesRanges {
  private final JungleScoutSettings settings;
  private final Cursors cursors;
  private final Clock clock;

  SalesRanges(JungleScoutSettings settings, Cursors cursors, Clock clock) {
    this.settings = settings;
    this.cursors = cursors;
    this.clock = clock;
  }

  /**
   * A master run that goes on reads the range of the one that was interrupted, unless told another.
   */
  SyncOrder asBefore(SyncOrder parameters) {
    if (parameters.mode() != Mode.MASTER || parameters.range().isPresent()) {
      return parameters;
    }
    DateRange range =
        cursors
            .find(JungleScout.WORD, MasterCursor.stream(parameters.marketplace()), JungleScout.WORD)
            .filter(cursor -> parameters.resumes())
            .map(MasterCursor::range)
            .orElse(DateRange.MONTH);
    return parameters.over(range);
  }

  List<AsinTarget> targets(List<AsinSteps.Row> rows, SyncOrder parameters) {
    LocalDate today = LocalDate.now(clock.withZone(settings.vendorZone()));
    return rows.stream()
        .map(
            row ->
                new AsinTarget(row.asin(), sales(row, parameters, today), since(row, parameters)))
        .toList();
  }

  /** As the document has it in its log. */
  private static String since(AsinSteps.Row row, SyncOrder parameters) {
    return parameters
        .range()
        .map(DateRange::word)
        .orElse(row.salesSyncedAt().isEmpty() ? "1 year (new ASIN)" : "since last sync");
  }

  /**
   * The days of sales to read: up to yesterday where the vendor is, from a year ago or from the
   * last read on. A day is read again that was today at the last read.
   */
  private Span sales(AsinSteps.Row row, SyncOrder parameters, LocalDate today) {
    Optional<LocalDate> last =
        row.salesSyncedAt().map(at -> at.atZone(settings.vendorZone()).toLocalDate());
    LocalDate first =
        parameters
            .range()
            .map(range -> range.before(today))
            .orElseGet(() -> last.orElseGet(() -> today.minusYears(1)));
    return new Span(first, today.minusDays(1));
  }
}
