package io.syncline.entities.engine.mapping;

import io.syncline.entities.engine.transform.TransformSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of a feed (mapping#12-columns).
 *
 * @param targetField null for the key of an external-id feed
 */
public record ColumnMapping(
    String sourceColumn,
    @Nullable String targetField,
    boolean isKey,
    Authority authority,
    TransformSpec transform,
    boolean required,
    OnEmpty onEmpty,
    List<String> nullTokens) {

  public ColumnMapping {
    nullTokens = List.copyOf(nullTokens);
  }

  boolean isDerived() {
    return authority == Authority.DERIVED;
  }
}
