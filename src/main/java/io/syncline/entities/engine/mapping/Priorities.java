package io.syncline.entities.engine.mapping;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who wins a field of a type: by field, a map of a feed's id, a source's id or {@code app} to a
 * number, the larger of which wins (mapping#14-priorities).
 */
public record Priorities(Map<String, Map<String, Integer>> byField) {
  /** Nobody is listed. */
  public static final Priorities NONE = new Priorities(Map.of());

  private static final String APP = "app";

  public Priorities {
    byField = Map.copyOf(byField);
  }

  int of(String field, Feed feed) {
    Map<String, Integer> listed = byField.getOrDefault(field, Map.of());
    Integer own = listed.get(feed.id().toString());
    return own != null ? own : listed.getOrDefault(feed.source().id().toString(), 0);
  }

  /** That of manual edits; null where they take no part. */
  @Nullable Integer ofApp(String field) {
    return byField.getOrDefault(field, Map.of()).get(APP);
  }
}
