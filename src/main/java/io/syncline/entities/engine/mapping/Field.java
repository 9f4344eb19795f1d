package io.syncline.entities.engine.mapping;

import io.syncline.entities.engine.value.FieldType;

/** A column of an entity's table that may be written. */
public record Field(String name, FieldType type) {}
