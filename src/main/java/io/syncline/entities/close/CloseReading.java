package io.syncline.entities.close;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.source.SourceAnswer;
import io.syncline.entities.source.FeedOrder;
import io.syncline.entities.source.PackedRows;
import io.syncline.entities.source.Row;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads all records of a kind, or those that changed (close#a-cursor-lives-thirty-seconds). For one
 * feed of one run.
 *
 * <ol>
 *   <li>A walk follows its cursor as long as that holds.
 *   <li>A walk that ended at Close's cap, or whose cursor has ended, is followed by one that begins
 *       on the day before the last record: a day is all that a search can name, and whose day that
 *       is, is not known.
 *   <li>What comes twice is one record; the later one counts, as it is not older.
 *   <li>Where a walk could only repeat the one before, the read fails: what it left out would be
 *       taken for gone.
 * </ol>
 */
final class CloseReading {
  private static final int MOST_LOST_CURSORS = 3;
  private static final int MOST_PAGES = 20_000;

  private final CloseSearch search;
  private final FeedOrder feed;
  private final Optional<Instant> since;
  private final int walkCap;
  private final PackedRows.Packing rows = new PackedRows.Packing();
  private final Map<String, Integer> byId = new HashMap<>();
  private Optional<Instant> newest = Optional.empty();
  private int lostCursors;
  private int pagesRead;

  private enum End {
    DONE,
    CAPPED,
    CURSOR_LOST
  }

  CloseReading(CloseSearch search, FeedOrder feed, Optional<Instant> since, int walkCap) {
    this.search = search;
    this.feed = feed;
    this.since = since;
    this.walkCap = walkCap;
  }

  /** Reads it all, page by page. */
  void read(Function<JsonNode, SourceAnswer> pages) {
    Optional<LocalDate> day = since.map(CloseReading::dayBefore);
    End end = walk(day, pages);
    while (end != End.DONE) {
      Optional<LocalDate> next = newest.map(CloseReading::dayBefore);
      boolean goesOn = next.isPresent() && (day.isEmpty() || next.get().isAfter(day.get()));
      if (!goesOn && (end == End.CAPPED || ++lostCursors > MOST_LOST_CURSORS)) {
        throw TerminalFailure.stopped(
            StopReason.SOURCE_FAILED,
            "Close has more of %s on one day than a search yields; nothing was taken for gone"
                .formatted(search.kind()));
      }
      day = goesOn ? next : day;
      end = walk(day, pages);
    }
  }

  private End walk(Optional<LocalDate> day, Function<JsonNode, SourceAnswer> pages) {
    Optional<String> cursor = Optional.empty();
    int seen = 0;
    do {
      if (++pagesRead > MOST_PAGES) {
        throw TerminalFailure.stopped(
            StopReason.SOURCE_FAILED,
            "Close's pages of %s do not end; %s were read".formatted(search.kind(), MOST_PAGES));
      }
      SourceAnswer answer = pages.apply(search.body(day, cursor));
      if (answer.status() == 400) {
        return End.CURSOR_LOST;
      }
      JsonNode data = answer.body().path("data");
      if (!answer.isSuccess() || !data.isArray()) {
        throw TerminalFailure.stopped(
            StopReason.SOURCE_FAILED,
            "Close answered HTTP " + answer.status() + " without data; check CLOSE_BASE_URL");
      }
      data.forEach(this::take);
      seen += data.size();
      cursor = Optional.ofNullable(answer.body().path("cursor").textValue());
    } while (cursor.isPresent() && !feed.isEnough(rows.size()));
    return seen >= walkCap && !feed.isEnough(rows.size()) ? End.CAPPED : End.DONE;
  }

  private void take(JsonNode record) {
    String id = record.path("id").asText("");
    Optional<Instant> updated = updated(record);
    if (id.isEmpty()) {
      throw TerminalFailure.stopped(StopReason.SOURCE_FAILED, "Close answered a record without id");
    }
    newest = updated.filter(it -> newest.isEmpty() || it.isAfter(newest.get())).or(() -> newest);
    if (since.isPresent() && updated.isPresent() && updated.get().isBefore(since.get())) {
      return; // of the same day, and known
    }
    Integer before = byId.put(id, rows.add(Row.of(id, record)));
    if (before != null) {
      rows.drop(before);
    }
  }

  private static Optional<Instant> updated(JsonNode record) {
    try {
      return Optional.of(OffsetDateTime.parse(record.path("date_updated").asText("")).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LocalDate dayBefore(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC).minusDays(1);
  }

  Optional<Instant> newest() {
    return newest;
  }

  PackedRows rows() {
    return rows.packed();
  }
}
