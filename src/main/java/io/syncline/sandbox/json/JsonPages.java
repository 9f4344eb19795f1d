package io.syncline.sandbox.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.Strike;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The ways to go on from one page to the next. */
final class JsonPages {
  private static final String ELSEWHERE = "http://elsewhere.example";
  private static final int LARGEST = 100;

  private JsonPages() {}

  /** A page with the header that leads on; there is none on the last. */
  record Linked(List<ObjectNode> page, Map<String, String> headers) {}

  /** {@code per_page} and a Link header that leads on behind the last record of a page. */
  static Linked linked(JsonCall call, List<ObjectNode> all, Strike strike) {
    int size = call.number("per_page", 30, 1, LARGEST);
    int from = call.has("after") ? position(call.parameter("after")) : 0;
    boolean isLast = from + size >= all.size();
    String next = "<%s>; rel=\"next\"".formatted(link(call, "after", "at" + (from + size), strike));
    String first = "<%s>; rel=\"first\"".formatted(link(call, "after", "at0", strike));
    return new Linked(
        part(all, from, size), isLast ? Map.of() : Map.of("Link", next + ", " + first));
  }

  /** By number, offset, link or cursor, as the parameters ask. */
  static Fields inBody(JsonCall call, List<ObjectNode> all, Strike strike) {
    int size = call.number("limit", 50, 1, LARGEST);
    if (call.has("page")) {
      int page = call.number("page", 1, 1, 99_999);
      return answer(part(all, (page - 1L) * size, size))
          .with(
              "paging",
              new Fields().with("page", page).with("pages", (all.size() + size - 1) / size));
    }
    int from =
        call.has("cursor")
            ? position(call.parameter("cursor"))
            : call.number("offset", 0, 0, 999_999);
    Fields answer = answer(part(all, from, size));
    boolean isLast = from + size >= all.size();
    if (call.has("links")) {
      return answer.with(
          "links",
          new Fields()
              .with(
                  "next",
                  isLast ? null : link(call, "offset", String.valueOf(from + size), strike)));
    }
    if (call.has("offset")) {
      return answer.with("paging", new Fields().with("offset", from).with("total", all.size()));
    }
    String next = strike.has(FaultKind.LOOPING_CURSOR) ? "at" + from : "at" + (from + size);
    return answer.with(
        "paging", new Fields().with("next_cursor", isLast ? null : next).with("has_more", !isLast));
  }

  private static Fields answer(List<ObjectNode> page) {
    return new Fields().with("data", new Fields().with("items", page));
  }

  private static int position(String cursor) {
    Refusal.when(!cursor.matches("at\\d{1,6}"), () -> JsonSimulator.refused(400, "unknown cursor"));
    return Integer.parseInt(cursor.substring(2));
  }

  private static List<ObjectNode> part(List<ObjectNode> all, long from, int size) {
    return all.stream().skip(from).limit(size).toList();
  }

  private static String link(JsonCall call, String name, String value, Strike strike) {
    Map<String, String> query = new LinkedHashMap<>(call.query());
    query.put(name, value);
    String url = strike.has(FaultKind.FOREIGN_LINK) ? ELSEWHERE : call.url();
    return query.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", url + "?", ""));
  }
}
