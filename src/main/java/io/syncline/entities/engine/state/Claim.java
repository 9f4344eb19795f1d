package io.syncline.entities.engine.state;

import io.syncline.entities.engine.value.Value;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a feed says a field is (mapping#52-stored-claims).
 *
 * @param raw the cell's text
 * @param assertedAt when it was inserted; a change of its value leaves it
 */
public record Claim(
    UUID feedId,
    UUID entityId,
    String field,
    @Nullable Value value,
    @Nullable String raw,
    Instant assertedAt) {}
