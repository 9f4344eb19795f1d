package io.syncline.entities.engine.state;

import io.syncline.entities.engine.value.Value;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The newest lineage of a field.
 *
 * @param feedId null for a manual edit
 * @param value what the field became; null where it was cleared
 */
public record Newest(UUID entityId, String field, @Nullable UUID feedId, @Nullable Value value) {

  public boolean isOfApp() {
    return feedId == null;
  }
}
