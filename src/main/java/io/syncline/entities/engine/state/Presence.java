package io.syncline.entities.engine.state;

import java.util.UUID;

/** A row, of any feed, that is present and leads to an entity. */
public record Presence(UUID entityId, UUID feedId, String rowKey) {}
