package io.syncline.core.record;

import com.fasterxml.jackson.databind.JsonNode;

/** An item of a stream that could not be mapped: kept as it came, with the reason. */
public record RejectedRecord(String key, JsonNode wire, String reason) {}
