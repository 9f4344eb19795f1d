package io.syncline.clientapi;

import io.syncline.clientapi.platform.Fetched;
import io.syncline.clientapi.platform.Position;
import io.syncline.clientapi.platform.Reading;
import io.syncline.core.record.Page;
import io.syncline.core.run.Tally;

/**
 * A page as it was fetched.
 *
 * @param from where it began
 * @param fetched without its records
 * @param rows of its records
 * @param before what the run had written until then
 */
record FetchedPage(
    Reading reading, Position from, Fetched fetched, Page rows, Tally.Records before) {

  int records() {
    return rows.records().size() + rows.rejected().size();
  }

  boolean moves() {
    return !fetched.position().equals(from);
  }
}
