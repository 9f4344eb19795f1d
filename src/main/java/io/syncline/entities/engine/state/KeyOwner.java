package io.syncline.entities.engine.state;

import java.util.UUID;

/**
 * An entity that a normalised key leads to.
 *
 * @param isCurrent whether it is the entity's key now, and no alias
 */
public record KeyOwner(UUID entityId, boolean isCurrent) {}
