package io.syncline.clientapi.platform;

import java.util.Optional;

/**
 * What a platform says by itself: something of an account has changed.
 *
 * @param id what the same hint has when it comes again
 * @param gone the record that it says is no longer there
 */
public record Hint(String id, Optional<RecordId> gone) {

  /** A record of an account. */
  public record RecordId(String type, String externalId) {}
}
