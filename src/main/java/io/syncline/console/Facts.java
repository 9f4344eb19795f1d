package io.syncline.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What some JSON says, for people who do not know its members: single values as facts, lists of
 * objects as tables. A pipeline's report is of its own making.
 */
public record Facts(Map<String, String> facts, List<Table> tables) {
  private static final int MOST_ROWS = 100;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A list of objects; each row has a cell for each head. */
  public record Table(String name, List<String> heads, List<List<String>> rows) {}

  /** Of a value as the API told it; nothing of what is no object. */
  static Facts of(@Nullable Object value) {
    Facts all = new Facts(new LinkedHashMap<>(), new ArrayList<>());
    if (value instanceof Map<?, ?> members) {
      all.add("", members);
    }
    return all;
  }

  public boolean isEmpty() {
    return facts.isEmpty() && tables.isEmpty();
  }

  private void add(String prefix, Map<?, ?> members) {
    members.forEach((name, value) -> add(prefix + words(String.valueOf(name)), value));
  }

  private void add(String name, @Nullable Object value) {
    if (value instanceof Map<?, ?> inner) {
      add(name + " · ", inner);
    } else if (value instanceof List<?> list && isTable(list)) {
      tables.add(table(name, list));
    } else if (value != null && !value.equals("") && !List.of().equals(value)) {
      facts.put(name, text(value));
    }
  }

  private static boolean isTable(List<?> list) {
    return !list.isEmpty() && list.stream().allMatch(it -> it instanceof Map);
  }

  private static Table table(String name, List<?> list) {
    Set<String> heads = new LinkedHashSet<>();
    list.forEach(it -> ((Map<?, ?>) it).keySet().forEach(key -> heads.add(key.toString())));
    List<List<String>> rows =
        list.stream()
            .limit(MOST_ROWS)
            .map(it -> heads.stream().map(head -> text(((Map<?, ?>) it).get(head))).toList())
            .toList();
    return new Table(name, heads.stream().map(Facts::words).toList(), rows);
  }

  private static String words(String name) {
    return name.replace('_', ' ');
  }

  /** A value in one line: as it is, or as JSON where it has members. */
  static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof List<?> list && list.stream().noneMatch(it -> it instanceof Map)) {
      return String.join(", ", list.stream().map(Facts::text).toList());
    }
    try {
      return value instanceof Map || value instanceof List
          ? JSON.writeValueAsString(value)
          : value.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
