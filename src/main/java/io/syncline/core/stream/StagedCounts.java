package io.syncline.core.stream;

/** Rows created and updated by one statement, as the statement itself counted them. */
public record StagedCounts(int created, int updated) {}
