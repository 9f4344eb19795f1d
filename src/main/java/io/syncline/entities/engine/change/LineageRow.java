package io.syncline.entities.engine.change;

import io.syncline.entities.engine.error.RowRef;
import io.syncline.entities.engine.mapping.FeedSource;
import io.syncline.entities.engine.value.Value;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change of one field (mapping#83-what-lineage-says).
 *
 * @param source null for a manual edit, whose kind is {@code app}
 * @param row null for a promotion, whose row belongs to another run
 */
public record LineageRow(
    UUID entityId,
    String field,
    @Nullable FeedSource source,
    @Nullable UUID feedId,
    String reference,
    @Nullable RowRef row,
    String authority,
    @Nullable Value previous,
    @Nullable Value value) {
  private static final String APP = "app";

  /** The kind of the source as it is stored. */
  public String sourceType() {
    return source == null ? APP : source.kind();
  }
}
