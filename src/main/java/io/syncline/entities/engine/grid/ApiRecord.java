package io.syncline.entities.engine.grid;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A record of an API.
 *
 * @param id what errors and lineage call it
 */
public record ApiRecord(String id, JsonNode json) {}
