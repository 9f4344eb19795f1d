package io.syncline.core.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * By what a schedule fires now.
 *
 * @param quartz nothing where it is off
 */
record FiringRule(Optional<String> quartz, ZoneId zone, boolean isPaused) {

  boolean fires() {
    return !isPaused && quartz.isPresent();
  }

  /** What tells from one look to the next whether it is still the same. */
  String text() {
    return isPaused ? "paused" : quartz.map(it -> it + " " + zone).orElse("off");
  }

  Optional<Instant> next(Instant moment) {
    return fires() ? Cron.next(quartz.orElseThrow(), zone, moment) : Optional.empty();
  }

  List<Instant> next(Instant moment, int most) {
    return Stream.iterate(next(moment), Optional::isPresent, last -> last.flatMap(this::next))
        .limit(most)
        .flatMap(Optional::stream)
        .toList();
  }
}
