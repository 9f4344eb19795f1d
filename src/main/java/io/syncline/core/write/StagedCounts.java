package io.syncline.core.write;

/** Rows created and updated by one statement, as the statement itself counted them. */
record StagedCounts(int created, int updated) {}
