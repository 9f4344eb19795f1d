package io.syncline.entities.engine.change;

import io.syncline.entities.engine.error.RowRef;
import io.syncline.entities.engine.value.Value;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a dry run shows of a row that would be applied.
 *
 * @param blocked by field what it will hold, and what the row says instead
 */
public record RowPreview(
    RowRef row,
    String key,
    UUID entityId,
    Action action,
    Map<String, Pair> fields,
    Map<String, Pair> blocked) {

  /** What would be done. */
  public enum Action {
    CREATE,
    UPDATE,
    UNCHANGED
  }

  /** Before and after, or held and offered. */
  public record Pair(@Nullable Value first, @Nullable Value second) {}
}
