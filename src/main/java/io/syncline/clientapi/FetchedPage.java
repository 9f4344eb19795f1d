package io.syncline.clientapi;

import io.syncline.clientapi.platform.Fetched;
import io.syncline.clientapi.platform.Position;
import io.syncline.clientapi.platform.Reading;
import io.syncline.core.run.Tally;

/**
 * A page as it was fetched.
 *
 * @param from where it began
 * @param before what the run had written until then
 */
record FetchedPage(Reading reading, Position from, Fetched fetched, Tally.Records before) {

  boolean moves() {
    return !fetched.position().equals(from);
  }
}
