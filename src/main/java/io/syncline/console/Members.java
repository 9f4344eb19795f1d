package io.syncline.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Members of an answer that a page does more with than show them. */
final class Members {
  private Members() {}

  /** A list of objects; none where there is no such member. */
  static List<Map<?, ?>> rows(Map<?, ?> answer, Object name) {
    return answer.get(name) instanceof List<?> rows
        ? rows.stream().<Map<?, ?>>map(it -> (Map<?, ?>) it).toList()
        : List.of();
  }

  /** An object by its members' names, in the order of the answer; empty where there is none. */
  static Map<String, Object> object(Map<?, ?> answer, String name) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (answer.get(name) instanceof Map<?, ?> object) {
      object.forEach((key, value) -> members.put(String.valueOf(key), value));
    }
    return members;
  }
}
