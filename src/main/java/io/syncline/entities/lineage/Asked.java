package io.syncline.entities.lineage;

import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.RunQuery;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a call asks for in path and query, checked. */
final class Asked {
  private static final int MOST = 1_000;

  /** The kinds of entities there are, by the names of their tables: no other name is one. */
  private static final List<String> TYPES = List.of("partners", "staff", "asins");

  private Asked() {}

  static String entityType(String name) {
    return word("entity_type", name, TYPES);
  }

  static String word(String parameter, String word, List<String> words) {
    if (!words.contains(word)) {
      throw RequestRefused.invalid(parameter, "unknown", words);
    }
    return word;
  }

  static UUID uuid(String name, String text) {
    return RunQuery.uuid(text)
        .orElseThrow(() -> RequestRefused.invalid(name, "must be a UUID", List.of()));
  }

  /** The id that the page before ended with. */
  static Optional<UUID> before(ApiRequest request) {
    return Optional.ofNullable(request.query().get("before")).map(it -> uuid("before", it));
  }

  /** As much as a person reads, without being asked to turn a page. */
  static int limit(ApiRequest request) {
    String text = request.query().getOrDefault("limit", "" + MOST);
    if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > MOST) {
      throw RequestRefused.invalid("limit", "must be 1 to " + MOST, List.of());
    }
    return Integer.parseInt(text);
  }
}
