package io.syncline.entities.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourcePath;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.source.SourceQuery;
import io.syncline.core.source.SourceRequest;
import io.syncline.entities.engine.grid.RecordPath;
import io.syncline.entities.source.FeedOrder;
import io.syncline.entities.source.PackedRows;
import io.syncline.entities.source.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads a list to its end, page by page. For one feed of one run.
 *
 * <ol>
 *   <li>A page without its list is a failure, not an empty page.
 *   <li>A request that was made before is not made again: who goes round never ends.
 *   <li>What comes twice is one record; the later one counts.
 * </ol>
 */
final class ListReading {
  private static final int MOST_PAGES = 20_000;

  private final RecordList list;
  private final FeedOrder feed;
  private final PackedRows.Packing rows = new PackedRows.Packing();
  private final Map<String, Integer> byId = new HashMap<>();
  private Optional<Instant> newest = Optional.empty();
  private int filled;
  private boolean isCounted;

  private record Asked(SourcePath path, SourceQuery query) {}

  ListReading(RecordList list, FeedOrder feed) {
    this.list = list;
    this.feed = feed;
  }

  void read(
      SourceProfile profile, Optional<Instant> since, Function<SourceRequest, SourceAnswer> calls) {
    SourceQuery query = query(since);
    Optional<SourceRequest> next =
        Optional.of(SourceRequest.get(profile, list.path(), list.pages().begun(query)));
    Set<Asked> asked = new HashSet<>();
    int pages = 0;
    int records = 0;
    while (next.isPresent() && !feed.isEnough(rows.size())) {
      SourceRequest request = next.get();
      if (pages == MOST_PAGES || !asked.add(new Asked(request.path(), request.query()))) {
        throw failed("its pages lead back to where they were");
      }
      SourceAnswer answer = calls.apply(request);
      int onPage = take(answer);
      pages++;
      records += onPage;
      filled += onPage > 0 ? 1 : 0;
      next = list.pages().next(request, query, answer, pages, records, onPage);
      isCounted |= next.isPresent() && isCounted(next.get(), request, pages, records);
    }
  }

  private SourceQuery query(Optional<Instant> since) {
    SourceQuery query = list.query();
    return since.isPresent() && list.changes().isPresent()
        ? query.with(list.changes().get().parameter(), list.changes().get().spelt(since.get()))
        : query;
  }

  private int take(SourceAnswer answer) {
    JsonNode page = RecordPath.of(list.records()).find(answer.body());
    if (!page.isArray()) {
      throw failed("there is no list at \"" + list.records() + "\"");
    }
    page.forEach(this::take);
    return page.size();
  }

  private void take(JsonNode record) {
    JsonNode id = RecordPath.of(list.id()).find(record);
    if (!id.isValueNode() || id.asText("").isEmpty()) {
      throw failed("a record has no id at \"" + list.id() + "\"");
    }
    Optional<Instant> changed = list.changes().flatMap(it -> it.of(record));
    newest = changed.filter(it -> newest.isEmpty() || it.isAfter(newest.get())).or(() -> newest);
    Integer before = byId.put(id.asText(), rows.add(Row.of(id.asText(), record)));
    if (before != null) {
      rows.drop(before);
    }
  }

  private TerminalFailure failed(String why) {
    return TerminalFailure.stopped(
        StopReason.SOURCE_FAILED, "connector_config.lists." + feed.tabName() + ": " + why);
  }

  /**
   * Whether nothing can have been passed over: where pages are counted, what is taken out of an
   * earlier one moves a record of a later one into it.
   */
  boolean isSure() {
    return filled <= 1 || !isCounted;
  }

  /** A link too may name its page by how many come before it. */
  private boolean isCounted(SourceRequest next, SourceRequest last, int pages, int records) {
    return list.pages().isCounted()
        || list.pages().isLinked()
            && Stream.of(pages, pages + 1, records, records + 1)
                .anyMatch(count -> next.query().adds(String.valueOf(count), last.query()));
  }

  Optional<Instant> newest() {
    return newest;
  }

  PackedRows rows() {
    return rows.packed();
  }
}
