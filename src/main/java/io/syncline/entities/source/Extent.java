package io.syncline.entities.source;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How much of a feed's records is read: everything, or what changed (mapping#106-watermarks).
 *
 * @param since from where; empty: everything
 * @param tellsChanges whether the next read may begin where this one ends
 */
public record Extent(FeedOrder feed, Instant begun, Optional<Instant> since, boolean tellsChanges) {

  /** Of a source that does not tell what changed. */
  public static Extent all(FeedOrder feed, Instant begun) {
    return new Extent(feed, begun, Optional.empty(), false);
  }

  /** What changed since the last read, or everything where that is due again. */
  public static Extent changes(
      FeedOrder feed, Instant begun, Duration overlap, Duration wholeEvery) {
    return new Extent(
        feed, begun, Watermark.since(feed.cursor(), begun, overlap, wholeEvery), true);
  }

  /**
   * What came of it.
   *
   * @param newest the newest change that was seen
   * @param isSure whether nothing can have been passed over: what a cursor leaves behind is missed
   */
  public FeedRead read(PackedRows rows, Optional<Instant> newest, boolean isSure) {
    boolean isComplete = isSure && feed.most() == 0;
    Optional<String> cursor =
        isComplete && tellsChanges
            ? Optional.of(Watermark.after(feed.cursor(), newest, since.isEmpty(), begun))
            : Optional.empty();
    return FeedRead.Rows.records(feed.tabName(), rows, isComplete && since.isEmpty(), cursor);
  }
}
