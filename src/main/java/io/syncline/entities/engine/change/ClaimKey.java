package io.syncline.entities.engine.change;

import java.util.UUID;

/** Which claim is withdrawn. */
public record ClaimKey(UUID feedId, UUID entityId, String field) {}
