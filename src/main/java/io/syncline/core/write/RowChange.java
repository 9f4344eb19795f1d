package io.syncline.core.write;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a rehearsal keeps of one row.
 *
 * @param rowRef the row's number in its sheet, or the id of a source's record
 * @param action what would become of it: create, update or unchanged
 * @param key what its row of the table is found by
 * @param before the values that would change, as they are; null where the row is not there
 * @param after the same as they would be
 * @param blocked values that the source offers and that would not be taken
 */
public record RowChange(
    String rowRef,
    String table,
    String action,
    JsonNode key,
    @Nullable JsonNode before,
    @Nullable JsonNode after,
    @Nullable JsonNode blocked) {}
