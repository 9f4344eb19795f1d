package io.syncline.support;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Times of day at which accounts are due. */
public final class Slots {
  private Slots() {}

  /**
   * A slot of last week whose next one is 11 to 12 hours from now at any hour: nothing that is due
   * sooner is held back by it.
   */
  public static OffsetDateTime farFromNow() {
    return OffsetDateTime.now(ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.HOURS)
        .minusDays(7)
        .plusHours(12);
  }
}
