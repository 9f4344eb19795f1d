package io.syncline.entities.source;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * What of one feed is to be read.
 *
 * @param tabName the last known title of a tab, or the kind of records
 * @param sheetId what a tab keeps when its title changes; absent until it was read once
 * @param columns what is mapped; of a source that is asked for single members nothing else comes
 * @param cursor what the last read left behind; empty: everything is to be read, which is right
 *     after the mappings have changed
 * @param most so many rows are enough; 0: all
 */
public record FeedOrder(
    UUID id,
    String tabName,
    OptionalLong sheetId,
    Set<String> columns,
    Optional<String> cursor,
    int most) {

  public FeedOrder {
    columns = Set.copyOf(columns);
  }

  /** Whether so many rows are enough. */
  public boolean isEnough(int rows) {
    return most > 0 && rows >= most;
  }
}
