package io.syncline.core.schedule;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/**
 * The slot a tick stands for: the second it was due, however late it came. A schedule of whole
 * minutes has the slots it had when those were minutes, so that none starts twice by an upgrade.
 */
@Component
final class ScheduleSlot {
  private final Clock clock;

  ScheduleSlot(Clock clock) {
    this.clock = clock;
  }

  Instant of(@Header("scheduledFireTime") Date due) {
    return Optional.ofNullable(due)
        .map(Date::toInstant)
        .orElseGet(clock::instant)
        .truncatedTo(ChronoUnit.SECONDS);
  }
}
