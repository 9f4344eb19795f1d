package io.syncline.entities.engine.mapping;

import java.util.UUID;

/**
 * The source that a feed is of.
 *
 * @param kind as lineage says it: {@code google_sheet} or {@code api}
 */
public record FeedSource(UUID id, String name, String kind) {}
