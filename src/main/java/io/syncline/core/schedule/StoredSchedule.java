package io.syncline.core.schedule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When runs of a scope start, as somebody set it.
 *
 * @param cron five fields or Quartz's six or seven
 * @param timeZone whose clock the fields mean
 * @param updatedBy who set it; empty for a row that was written by hand
 */
public record StoredSchedule(
    String pipeline,
    String scope,
    String cron,
    String timeZone,
    boolean isPaused,
    Optional<String> updatedBy,
    Instant updatedAt) {

  /** How people call the schedule of a scope; scopes that begin with the word are names already. */
  static String name(String pipeline, String scope) {
    return scope.startsWith(pipeline + ".") ? scope : pipeline + "." + scope;
  }

  String name() {
    return name(pipeline, scope);
  }

  /** What tells the run of a slot from all others. */
  static String key(String pipeline, String scope, Instant slot) {
    return pipeline + "|" + scope + "|" + slot;
  }

  /** What is wrong with it, as with a row that was written by hand. */
  public Optional<String> fault() {
    return zone().isEmpty()
        ? Optional.of("time_zone: there is no such time zone")
        : Cron.parse(cron).fault().map(fault -> "cron: " + fault);
  }

  /** When it is due after a moment; never while it is paused. */
  public Optional<Instant> next(Instant moment) {
    return isPaused || fault().isPresent()
        ? Optional.empty()
        : Cron.next(quartz(), zone().orElseThrow(), moment);
  }

  String quartz() {
    return Cron.parse(cron).quartz().orElse(Cron.NEVER);
  }

  /** A region or UTC; an offset knows no summer time, and Quartz would take it for UTC. */
  Optional<ZoneId> zone() {
    try {
      return Optional.of(ZoneId.of(timeZone))
          .filter(zone -> ZoneId.getAvailableZoneIds().contains(zone.getId()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
