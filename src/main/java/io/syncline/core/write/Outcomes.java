package io.syncline.core.write;

/**
 * What became of rows of a source, added to the run's own row with the commit. The first five are
 * all that was processed.
 *
 * @param archived rows of a table that no source has any more
 * @param fieldsChanged values that changed
 * @param conflictsOpened where sources contradict each other since then
 */
public record Outcomes(
    int created,
    int updated,
    int unchanged,
    int skipped,
    int failed,
    int archived,
    int fieldsChanged,
    int conflictsOpened) {
  public static final Outcomes NONE = new Outcomes(0, 0, 0, 0, 0, 0, 0, 0);

  /** The same of several batches. */
  public Outcomes plus(Outcomes more) {
    return new Outcomes(
        created + more.created,
        updated + more.updated,
        unchanged + more.unchanged,
        skipped + more.skipped,
        failed + more.failed,
        archived + more.archived,
        fieldsChanged + more.fieldsChanged,
        conflictsOpened + more.conflictsOpened);
  }

  /** How many rows the batch counts in the ledger. */
  int written() {
    return created + updated + unchanged + skipped;
  }
}
