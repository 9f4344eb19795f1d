package io.syncline.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.Map;

/**
 * What the source answered of a chunk's products.
 *
 * @param day the day that the records are of
 * @param products those asked for, by ASIN
 * @param complete whether the answer was read to its end
 */
record ProductReading(
    Chunk chunk, LocalDate day, Map<String, JsonNode> products, boolean complete) {}
