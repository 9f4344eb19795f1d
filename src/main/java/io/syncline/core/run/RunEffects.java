package io.syncline.core.run;

/**
 * What a run did beside its records.
 *
 * @param fieldsChanged values that have a lineage row of it
 * @param conflictsOpened conflicts that were not open before
 * @param errors entries of its errors that are none of the warnings
 */
public record RunEffects(
    long archived, long fieldsChanged, long conflictsOpened, long errors, long warnings) {}
