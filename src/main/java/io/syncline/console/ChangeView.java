package io.syncline.console;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A change of a dry run by field: only what would be another value, and what is kept from it. */
public record ChangeView(
    String action, String table, String destination, String row, String key, List<Field> fields) {

  /** A value before and after; a blocked one stays, and {@code after} is what the source says. */
  public record Field(String name, String before, String after, boolean blocked) {}

  /** By the names of the API. */
  static ChangeView of(Map<String, ?> change) {
    return new ChangeView(
        text(change.get("action") == null ? change.get("kind") : change.get("action")),
        text(change.get("table")),
        text(change.get("destination")),
        text(change.get("row")),
        key(change.get("key")),
        fields(map(change.get("before")), map(change.get("after")), map(change.get("blocked"))));
  }

  private static List<Field> fields(Map<?, ?> before, Map<?, ?> after, Map<?, ?> blocked) {
    Set<Object> names = new LinkedHashSet<>(after.keySet());
    names.addAll(before.keySet());
    List<Field> fields = new ArrayList<>();
    for (Object name : names) {
      if (!blocked.containsKey(name) && !Objects.equals(before.get(name), after.get(name))) {
        fields.add(new Field(text(name), text(before.get(name)), text(after.get(name)), false));
      }
    }
    blocked.forEach(
        (name, both) -> {
          List<?> values =
              both instanceof List<?> list && list.size() == 2 ? list : List.of("", "");
          fields.add(new Field(text(name), text(values.get(0)), text(values.get(1)), true));
        });
    return fields.isEmpty() ? List.of(new Field("nothing", "", "", false)) : fields;
  }

  private static String key(@Nullable Object key) {
    Map<?, ?> parts = map(key);
    return parts.isEmpty()
        ? text(key)
        : parts.values().stream().map(ChangeView::text).collect(Collectors.joining(" · "));
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String text(@Nullable Object value) {
    return Facts.text(value);
  }
}
