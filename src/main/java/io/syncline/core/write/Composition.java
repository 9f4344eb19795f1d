package io.syncline.core.write;

import java.util.List;

/**
 * A batch that is computed inside the transaction that writes it, from what staging holds at that
 * moment. It may be asked several times, as what fails is tried again and a rehearsal is rolled
 * back: nothing of its own may change by that.
 */
public interface Composition {

  /** What the ledger calls the batch, such as the stream that it is mostly of. */
  String name();

  /** How many rows of its source it holds; a step that has none says 0. */
  int size();

  /** Both halves, in the order of the source; asked for where there are several rows. */
  List<Composition> halves();

  /**
   * Whether the run's others go on where this one takes too long: none of them builds on it. It is
   * told so by {@link #refused}.
   */
  default boolean standsAlone() {
    return false;
  }

  /** Reads, decides, and writes what only staging has; the rest is in what it answers. */
  Composed compose(StagingTx staging);

  /** What becomes of the one row that staging refused, in a transaction of its own. */
  Composed refused(StagingTx staging, String reason);
}
