package io.syncline.entities.engine.mapping;

import io.syncline.entities.engine.transform.Transform;
import org.jspecify.annotations.Nullable;

/**
 * A column that is read, with its transform ready.
 *
 * @param policy who contends for its field; null for the key of an external-id feed
 */
public record MappedColumn(
    ColumnMapping mapping, Transform transform, @Nullable FieldPolicy policy) {

  public String header() {
    return mapping.sourceColumn();
  }
}
