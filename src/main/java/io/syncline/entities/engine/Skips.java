package io.syncline.entities.engine;

import io.syncline.entities.engine.grid.ReadRow;
import io.syncline.entities.engine.state.FeedRow;
import io.syncline.entities.engine.state.Found;
import io.syncline.entities.engine.value.Value;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which rows need no work, so that nobody could tell (mapping#103-skipping-by-hash-cannot-be-seen).
 */
final class Skips {
  private Skips() {}

  /** Whether row, fields and the claims of others are what they were after the last work on it. */
  static boolean allows(RunFacts run, ReadRow row, UUID id, Found found, FieldHash fields) {
    FeedRow kept = row.key().map(key -> found.rows().get(key.normalized())).orElse(null);
    Map<String, @Nullable Value> values = found.values().get(id);
    return run.maySkip()
        && kept != null
        && values != null
        && kept.isPresent()
        && id.equals(kept.entityId())
        && row.hash().equals(kept.contentHash())
        && fields.of(values).equals(kept.fieldHash());
  }
}
