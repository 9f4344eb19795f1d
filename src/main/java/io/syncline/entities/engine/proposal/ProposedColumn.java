package io.syncline.entities.engine.proposal;

import org.jspecify.annotations.Nullable;

/**
 * How a column may be mapped.
 *
 * @param sourceColumn its header
 * @param targetField null where no field is like it
 * @param cells how many cells of the sample are not empty
 * @param read how many of these the transform reads
 * @param insteadOf the mapped column that the sheet has no more and that may be called so now
 */
public record ProposedColumn(
    String sourceColumn,
    @Nullable String targetField,
    boolean isKey,
    String transform,
    int cells,
    int read,
    @Nullable String insteadOf) {}
