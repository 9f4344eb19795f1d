package io.syncline.api;

import io.syncline.core.error.RequestRefused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which changes of a dry run are asked for.
 *
 * @param and the condition, of constant parts; empty when all are asked for
 * @param parameters what the condition names
 */
record ChangeFilter(String and, Map<String, Object> parameters) {
  static final ChangeFilter ALL = new ChangeFilter("", Map.of());

  private static final int LONGEST_TEXT = 200;

  /** Of the run's own changes, which an index has found: there are as many as it has rows. */
  private static final String WITH_TEXT =
      " AND position(lower(:text) IN lower(concat_ws(' ', record_key, before, after, blocked))) > 0";

  static ChangeFilter of(Map<String, String> query) {
    StringBuilder and = new StringBuilder();
    Map<String, Object> parameters = new LinkedHashMap<>();
    if (query.containsKey("action")) {
      and.append(" AND coalesce(action, kind) = :action");
      parameters.put("action", query.get("action"));
    }
    if (query.containsKey("text")) {
      and.append(WITH_TEXT);
      parameters.put("text", text(query.get("text")));
    }
    return new ChangeFilter(and.toString(), parameters);
  }

  private static String text(String text) {
    if (text.isBlank() || text.length() > LONGEST_TEXT) {
      throw RequestRefused.invalid("text", "must be 1 to 200 characters", List.of());
    }
    return text;
  }
}
