package io.syncline.entities.engine.grid;

import java.util.OptionalInt;

/** Where a column stood, as far as its neighbours tell, that the header has no more. */
public final class LastPlace {
  private LastPlace() {}

  /**
   * The place as far from a neighbour that is there as the two are mapped from each other.
   *
   * @param places of the mapped columns in the sheet, in mapping order; -1 for one that is gone
   */
  public static OptionalInt of(int[] places, int column) {
    for (int before = column - 1; before >= 0; before--) {
      if (places[before] >= 0) {
        return OptionalInt.of(places[before] + column - before);
      }
    }
    for (int after = column + 1; after < places.length; after++) {
      if (places[after] >= 0) {
        return OptionalInt.of(places[after] - (after - column));
      }
    }
    return OptionalInt.empty();
  }
}
