package io.syncline.entities.engine.state;

import io.syncline.entities.engine.error.RowRef;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a row between two runs of its feed (mapping#101-row-state).
 *
 * @param contentHash of cells and configuration; null where the row has to be worked on
 * @param fieldHash of what its fields held after the run
 * @param entityId null where the row never had one
 */
public record FeedRow(
    String rowKey,
    @Nullable String contentHash,
    @Nullable String fieldHash,
    RowRef ref,
    @Nullable UUID entityId,
    boolean isPresent) {}
