package io.syncline.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members of an answer that a page does more with than show them. */
final class Members {
  private Members() {}

  /** A list of objects; none where there is no such member. */
  static List<Map<String, Object>> rows(Map<String, ?> answer, String name) {
    return answer.get(name) instanceof List<?> rows
        ? rows.stream().map(Members::of).toList()
        : List.of();
  }

  /** An object by its members' names, in the order of the answer; empty where there is none. */
  static Map<String, Object> object(Map<String, ?> answer, String name) {
    return of(answer.get(name));
  }

  private static Map<String, Object> of(@Nullable Object object) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (object instanceof Map<?, ?> map) {
      map.forEach((name, value) -> members.put(String.valueOf(name), value));
    }
    return members;
  }
}
