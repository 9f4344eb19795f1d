package io.syncline.entities.engine.grid;

import io.syncline.entities.engine.value.Value;

/**
 * What a row is known by.
 *
 * @param normalized one form for all spellings; of an external id the id as it is
 * @param value as the key's field gets it when its entity is made
 */
public record RowKey(String normalized, Value value) {}
