package io.syncline.entities;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.entities.engine.error.RowError;
import io.syncline.entities.engine.grid.GridRow;
import io.syncline.entities.engine.grid.Headers;
import io.syncline.entities.engine.grid.ReadRow;
import io.syncline.entities.engine.grid.RowReader;
import io.syncline.entities.engine.mapping.FeedPlan;
import io.syncline.entities.source.FeedRead;
import io.syncline.entities.source.Row;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a feed that are neither header nor blank, gone through as often as is wanted.
 *
 * @param header where the columns are; null for records, which have none
 */
record FeedRows(FeedPlan plan, FeedRead.Rows read, int limit, Headers.@Nullable Found header)
    implements Iterable<ReadRow> {

  /**
   * Finds the columns.
   *
   * @throws TerminalFailure where the feed cannot be run without one
   */
  static FeedRows of(FeedPlan plan, FeedRead.Rows read, int limit) {
    if (read.areRecords(plan.feed().source().kind())) {
      return new FeedRows(plan, read, limit, null);
    }
    Optional<GridRow> header =
        stream(read)
            .map(row -> ((Row.OfSheet) row).row())
            .dropWhile(row -> row.number() < plan.feed().headerRow())
            .findFirst()
            .filter(row -> row.number() == plan.feed().headerRow());
    Headers.Match match = Headers.match(plan, header.orElse(null));
    if (match instanceof Headers.Failed failed) {
      throw TerminalFailure.stopped(
          StopReason.valueOf(failed.fault().code().name()), failed.fault().message());
    }
    return new FeedRows(plan, read, limit, (Headers.Found) match);
  }

  List<RowError> warnings() {
    return header == null ? List.of() : header.warnings();
  }

  @Override
  public Iterator<ReadRow> iterator() {
    RowReader reader =
        header == null ? RowReader.ofRecords(plan, limit) : RowReader.ofSheet(plan, header, limit);
    return stream(read)
        .takeWhile(row -> !reader.isFull())
        .flatMap(row -> read(reader, row).stream())
        .iterator();
  }

  private Optional<ReadRow> read(RowReader reader, Row row) {
    if (row instanceof Row.OfApi api) {
      return reader.read(api.record());
    }
    GridRow cells = ((Row.OfSheet) row).row();
    return cells.number() > plan.feed().headerRow() ? reader.read(cells) : Optional.empty();
  }

  private static Stream<Row> stream(FeedRead.Rows read) {
    return StreamSupport.stream(read.rows().spliterator(), false);
  }
}
