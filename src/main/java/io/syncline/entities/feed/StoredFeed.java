package io.syncline.entities.feed;

import io.syncline.core.error.RequestRefused;
import io.syncline.entities.engine.mapping.ColumnMapping;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.source.FeedOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A feed as it is configured.
 *
 * @param feed what the engine takes; where the feed says nothing, with what is usual
 * @param status only an {@code active} one is run
 * @param locale what the feed says itself; without it, its spreadsheet's counts
 * @param timezone the same
 * @param faults why it cannot be run; none where it can
 */
public record StoredFeed(
    Feed feed,
    StoredSource source,
    String status,
    OptionalLong sheetId,
    Optional<String> locale,
    Optional<String> timezone,
    List<String> faults) {

  public StoredFeed {
    faults = List.copyOf(faults);
  }

  public boolean isActive() {
    return status.equals(Shape.ACTIVE);
  }

  /** Whether what was read for it would be read for the other as well. */
  public boolean isReadAs(StoredFeed other) {
    return isActive() == other.isActive()
        && feed.equals(other.feed)
        && source.equals(other.source)
        && locale.equals(other.locale)
        && timezone.equals(other.timezone);
  }

  /** What of it is to be read; as in {@link FeedOrder}. */
  public FeedOrder order(Optional<String> cursor, int most) {
    return new FeedOrder(
        feed.id(),
        feed.tab(),
        sheetId,
        feed.columns().stream().map(ColumnMapping::sourceColumn).collect(Collectors.toSet()),
        cursor,
        most);
  }

  /**
   * Lets it be run.
   *
   * @throws RequestRefused 409 where it or its source is paused
   */
  public void requireActive() {
    source.requireActive();
    if (!isActive()) {
      throw StoredSource.paused("The tab is paused");
    }
  }

  /** The feed of people who write in that locale and zone, unless it says another itself. */
  public Feed in(String itsLocale, String itsZone) {
    return new Feed(
        feed.id(),
        feed.source(),
        feed.tab(),
        feed.headerRow(),
        feed.entityType(),
        feed.rules(),
        locale.orElse(itsLocale),
        timezone.orElse(itsZone),
        feed.columns());
  }
}
