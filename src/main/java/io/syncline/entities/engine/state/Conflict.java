package io.syncline.entities.engine.state;

import io.syncline.entities.engine.value.Value;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A claim that lost and differs; one is open by entity, field and losing feed.
 *
 * @param winningFeedId null for a manual edit
 */
public record Conflict(
    UUID entityId,
    String field,
    UUID losingFeedId,
    @Nullable UUID winningFeedId,
    @Nullable Value winningValue,
    @Nullable Value losingValue) {}
