package io.syncline.sandbox.close;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists by offset (close#lists), and those that come whole. Threads may share it. */
final class CloseLists {
  private static final Map<String, Integer> LARGEST_PAGES =
      Map.of("lead", 200, "contact", 100, "opportunity", 250);
  private static final int LARGEST_OFFSET = 250_000;

  private final CloseRecords records;

  CloseLists(CloseRecords records) {
    this.records = records;
  }

  Fields answer(CloseCall call, String kind) {
    int limit = number(call, "_limit", 100, LARGEST_PAGES.getOrDefault(kind, 100));
    int skip = number(call, "_skip", 0, LARGEST_OFFSET);
    List<ObjectNode> all = records.all(kind);
    List<Object> page =
        all.stream().skip(skip).limit(limit).map(record -> shown(call, kind, record)).toList();
    Fields answer = new Fields().with("data", page).with("has_more", skip + limit < all.size());
    return kind.equals("contact") ? answer : answer.with("total_results", all.size());
  }

  private static Object shown(CloseCall call, String kind, ObjectNode record) {
    String fields = call.parameter("_fields", "");
    Set<String> names = Arrays.stream(fields.split(",")).collect(Collectors.toSet());
    return fields.isEmpty() ? record : CloseSearch.shown(kind, record, names);
  }

  private static int number(CloseCall call, String name, int otherwise, int most) {
    String text = call.parameter(name, String.valueOf(otherwise));
    Refusal.when(
        !text.matches("\\d{1,7}") || Integer.parseInt(text) > most,
        () -> CloseRefusals.field(name, "Must be a number up to " + most + "."));
    return Integer.parseInt(text);
  }

  /** Small ones have no {@code has_more}. */
  Fields whole(String path) {
    return switch (path) {
      case "/me/" ->
          new Fields().with("id", "user_Sandbox").with("email", "someone@sandbox.example");
      case "/custom_field/lead/" ->
          new Fields()
              .with(
                  "data",
                  List.of(
                      field(SampleLeads.TIER, "Tier", "choices"),
                      field(SampleLeads.SEATS, "Seats", "number")));
      case "/status/lead/", "/status/opportunity/", "/pipeline/" ->
          new Fields().with("data", List.of());
      default -> throw CloseRefusals.of(404, "Not found");
    };
  }

  private static Fields field(String member, String name, String type) {
    return new Fields()
        .with("id", member.substring("custom.".length()))
        .with("name", name)
        .with("type", type);
  }
}
