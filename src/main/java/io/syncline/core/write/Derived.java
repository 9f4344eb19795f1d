package io.syncline.core.write;

import io.syncline.core.stream.Part;

/**
 * What became of rows that a query computed.
 *
 * @param rows how many there are now
 * @param gone how many went
 */
public record Derived(Part part, int rows, int created, int updated, int gone) {

  public Outcomes outcomes() {
    return new Outcomes(created, updated, rows - created - updated, 0, 0, 0, 0, 0);
  }
}
