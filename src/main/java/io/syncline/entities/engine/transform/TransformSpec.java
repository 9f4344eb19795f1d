package io.syncline.entities.engine.transform;

import com.fasterxml.jackson.databind.JsonNode;

/** A transform as a column mapping names it, with its settings as they are stored. */
public record TransformSpec(String name, JsonNode config) {}
