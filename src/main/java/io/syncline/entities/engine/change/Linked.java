package io.syncline.entities.engine.change;

import java.util.UUID;

/** A record of the source that stands for an entity from now on. */
public record Linked(String recordId, UUID entityId) {}
