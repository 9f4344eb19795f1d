package io.syncline.sandbox.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import graphql.schema.DataFetchingEnvironment;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Records;
import io.syncline.sandbox.engine.Records.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Connections, page by page (shopify#pages-and-cursors). */
final class Pages {
  private static final int LARGEST = 250;
  private static final int MOST_OBJECTS = 25_000;
  private static final String BY_UPDATE = "UPDATED_AT";

  private Pages() {}

  /** A page of those records that a field's arguments name. */
  static Map<String, Object> of(
      DataFetchingEnvironment field, Asked asked, Records records, Predicate<Entry> belongs) {
    String order = String.valueOf(Optional.ofNullable(field.getArgument("sortKey")).orElse("ID"));
    Search search = search(field);
    List<Entry> found =
        records.byUpdate().stream()
            .filter(entry -> belongs.test(entry) && search.updated().test(entry.updated()))
            .filter(entry -> isWanted(search, records, entry))
            .toList();
    if (asked.slice() != null) {
      return bulk(asked.slice(), records, found);
    }
    Cursor after = after(field, order);
    List<Entry> rest =
        sorted(found, order, Boolean.TRUE.equals(field.getArgument("reverse"))).stream()
            .dropWhile(entry -> after != null && !isBehind(entry, after, field))
            .toList();
    int size = size(field);
    int walked = after == null ? 0 : after.walked();
    if (walked + Math.min(size, rest.size()) > MOST_OBJECTS) {
      throw new AdminFault("BAD_REQUEST", "Paginating past " + MOST_OBJECTS + " objects");
    }
    List<Entry> page = rest.subList(0, Math.min(size, rest.size()));
    List<String> cursors = new ArrayList<>();
    for (Entry entry : page) {
      cursors.add(new Cursor(order, entry.updated(), entry.number(), ++walked).toString());
    }
    return looped(
        asked,
        connection(
            page.stream().map(it -> records.get(it.number())).toList(),
            cursors,
            rest.size() > size));
  }

  static Search search(DataFetchingEnvironment field) {
    return Search.of(field.getArgument("query"), field.getField().getName().startsWith("customer"));
  }

  /** How many there are, which are counted up to a limit. */
  static Map<String, Object> count(DataFetchingEnvironment field, Records records) {
    Search search = search(field);
    long found =
        records.byUpdate().stream()
            .filter(entry -> search.updated().test(entry.updated()))
            .filter(entry -> isWanted(search, records, entry))
            .count();
    Integer limit = field.getArgument("limit");
    int most = limit == null ? Integer.MAX_VALUE : limit;
    return Map.of(
        "count", (int) Math.min(found, most), "precision", found > most ? "AT_LEAST" : "EXACT");
  }

  /** A page of what a record has inside. */
  static Map<String, Object> inside(DataFetchingEnvironment field, Asked asked, JsonNode list) {
    if (asked.slice() != null) {
      return connection(records(list, 0, list.size()), List.of(), false);
    }
    Cursor after = after(field, "inside");
    int from = after == null ? 0 : after.walked();
    int to = Math.min(from + size(field), list.size());
    List<String> cursors =
        IntStream.range(from, to)
            .mapToObj(it -> new Cursor("inside", Instant.EPOCH, it, it + 1).toString())
            .toList();
    return connection(records(list, from, to), cursors, to < list.size());
  }

  private static boolean isWanted(Search search, Records records, Entry entry) {
    return search.other().map(it -> it.test(records.get(entry.number()))).orElse(true);
  }

  private static List<Object> records(JsonNode list, int from, int to) {
    return IntStream.range(from, to).<Object>mapToObj(list::get).toList();
  }

  private static Map<String, Object> bulk(Asked.Slice slice, Records records, List<Entry> found) {
    int from = Math.min(slice.from(), found.size());
    int to = Math.min(from + slice.size(), found.size());
    List<ObjectNode> part =
        found.subList(from, to).stream().map(it -> records.get(it.number())).toList();
    return connection(part, List.of(), false);
  }

  private static List<Entry> sorted(List<Entry> found, String order, boolean reverse) {
    List<Entry> sorted = new ArrayList<>(found);
    if (!order.equals(BY_UPDATE)) {
      sorted.sort(Comparator.comparing(Entry::number));
    }
    if (reverse) {
      Collections.reverse(sorted);
    }
    return sorted;
  }

  private static boolean isBehind(Entry entry, Cursor after, DataFetchingEnvironment field) {
    int byNumber = Integer.compare(entry.number(), after.number());
    int byUpdate = entry.updated().compareTo(after.updated());
    int order = after.order().equals(BY_UPDATE) && byUpdate != 0 ? byUpdate : byNumber;
    return Boolean.TRUE.equals(field.getArgument("reverse")) ? order < 0 : order > 0;
  }

  private static @Nullable Cursor after(DataFetchingEnvironment field, String order) {
    String text = field.getArgument("after");
    if (text == null || text.equals(Cursor.LOOPING)) {
      return null;
    }
    Cursor cursor = Cursor.of(text);
    if (!cursor.order().equals(order)) {
      throw new AdminFault("BAD_REQUEST", "Invalid cursor for current pagination sort.");
    }
    return cursor;
  }

  private static int size(DataFetchingEnvironment field) {
    Integer first = field.getArgument("first");
    if (first == null || first < 1 || first > LARGEST) {
      throw new AdminFault(
          "BAD_REQUEST",
          "you must provide first on " + field.getField().getName() + ", from 1 to " + LARGEST);
    }
    return first;
  }

  private static Map<String, Object> connection(
      List<?> nodes, List<String> cursors, boolean hasNext) {
    List<Map<String, Object>> edges = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      edges.add(Map.of("node", nodes.get(i), "cursor", cursors.isEmpty() ? "" : cursors.get(i)));
    }
    Map<String, @Nullable Object> info = new LinkedHashMap<>();
    info.put("hasNextPage", hasNext);
    info.put("hasPreviousPage", false);
    info.put("startCursor", cursors.isEmpty() ? null : cursors.get(0));
    info.put("endCursor", cursors.isEmpty() ? null : cursors.get(cursors.size() - 1));
    return Map.of("nodes", nodes, "edges", edges, "pageInfo", info);
  }

  private static Map<String, Object> looped(Asked asked, Map<String, Object> page) {
    if (!asked.strike().has(FaultKind.LOOPING_CURSOR)) {
      return page;
    }
    Map<String, Object> looped = new LinkedHashMap<>(page);
    looped.put("pageInfo", Map.of("hasNextPage", true, "endCursor", Cursor.LOOPING));
    return looped;
  }
}
