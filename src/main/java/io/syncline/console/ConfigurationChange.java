package io.syncline.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a file would change of one source, feed or priority, in lines that somebody can read: a
 * column by its header, a setting by its path.
 *
 * @param action create, update or delete
 */
public record ConfigurationChange(String what, String name, String action, List<Line> lines) {
  private static final String HEADER = MappingRow.HEADER;
  private static final Set<Object> UNSAID = Set.of("", "false");

  /** What stands there and what would. */
  public record Line(String name, String before, String after) {}

  /**
   * @param answer by the names of the API
   * @param names of what is there, by id
   */
  static List<ConfigurationChange> all(Map<String, ?> answer, Map<String, String> names) {
    return Members.rows(answer, "changes").stream().map(it -> of(it, names)).toList();
  }

  private static ConfigurationChange of(Map<String, Object> change, Map<String, String> names) {
    String what = String.valueOf(change.get("what"));
    String action = String.valueOf(change.get("action"));
    Map<String, Object> fields = Members.object(change, "fields");
    String id = String.valueOf(change.get("id"));
    return new ConfigurationChange(
        what.equals("tab") ? "feed" : what,
        names.getOrDefault(id, name(fields, id)),
        action,
        lines(fields, !action.equals("update")));
  }

  /** What is new is called as the file calls it. */
  private static String name(Map<String, Object> fields, String id) {
    return List.of("name", "tab_name").stream()
        .filter(fields::containsKey)
        .map(it -> Facts.text(side(fields.get(it), 1)))
        .findFirst()
        .orElse(id);
  }

  /**
   * @param isWhole whether it comes or goes as a whole: then what goes without saying is not said
   */
  private static List<Line> lines(Map<String, Object> fields, boolean isWhole) {
    List<Line> lines = new ArrayList<>();
    fields.forEach(
        (name, sides) -> {
          Map<String, String> before = parts(name, side(sides, 0), isWhole);
          Map<String, String> after = parts(name, side(sides, 1), isWhole);
          Set<String> all = new LinkedHashSet<>(before.keySet());
          all.addAll(after.keySet());
          int told = lines.size();
          for (String part : all) {
            String was = before.getOrDefault(part, "");
            String then = after.getOrDefault(part, "");
            if (!was.equals(then) && !(isWhole && UNSAID.contains(was + then))) {
              lines.add(new Line(part, was, then));
            }
          }
          if (told == lines.size() && !isWhole) {
            lines.add(new Line(name, "", "in another order"));
          }
        });
    return List.copyOf(lines);
  }

  private static Map<String, String> parts(String name, @Nullable Object value, boolean isWhole) {
    Map<String, String> parts = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> members) {
      new TreeMap<>(Members.object(Map.of(name, members), name))
          .forEach((part, one) -> parts.putAll(parts(name + " · " + part, one, isWhole)));
    } else if (value instanceof List<?> list && areColumns(list)) {
      for (Map<String, Object> column : Members.rows(Map.of(name, list), name)) {
        String header = "column " + column.get(HEADER);
        if (isWhole) {
          parts.put(header, Objects.toString(column.get(MappingRow.TARGET), "the key alone"));
        } else {
          column.remove(HEADER);
          parts.put(header, "there");
          column.forEach((part, one) -> parts.putAll(parts(header + " · " + part, one, false)));
        }
      }
    } else if (value != null) {
      parts.put(name, Facts.text(value));
    }
    return parts;
  }

  /** Lists of columns, each by a header of its own. */
  private static boolean areColumns(List<?> list) {
    return !list.isEmpty()
        && list.stream().allMatch(it -> it instanceof Map<?, ?> map && map.containsKey(HEADER))
        && list.stream().map(it -> ((Map<?, ?>) it).get(HEADER)).distinct().count() == list.size();
  }

  private static @Nullable Object side(@Nullable Object sides, int at) {
    return sides instanceof List<?> list && list.size() == 2 ? list.get(at) : null;
  }
}
