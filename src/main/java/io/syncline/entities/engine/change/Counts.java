package io.syncline.entities.engine.change;

/** The figures of a batch. */
public record Counts(
    int created,
    int updated,
    int unchanged,
    int skipped,
    int archived,
    int fieldsChanged,
    int conflictsOpened) {

  public int processed() {
    return created + updated + unchanged + skipped;
  }

  public Counts plus(Counts more) {
    return new Counts(
        created + more.created,
        updated + more.updated,
        unchanged + more.unchanged,
        skipped + more.skipped,
        archived + more.archived,
        fieldsChanged + more.fieldsChanged,
        conflictsOpened + more.conflictsOpened);
  }

  public static Counts none() {
    return new Counts(0, 0, 0, 0, 0, 0, 0);
  }
}
