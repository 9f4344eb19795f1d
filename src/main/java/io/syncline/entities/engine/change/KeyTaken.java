package io.syncline.entities.engine.change;

import java.util.UUID;

/**
 * An entity's key from now on; the one that it had stays as an alias, one of another entity's
 * aliases is taken from it.
 */
public record KeyTaken(String normalizedKey, UUID entityId) {}
