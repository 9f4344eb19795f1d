package io.syncline.core.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What {@code sync_schedule_states} has of a schedule.
 *
 * @param rule by what it fired when an instance that watches looked last
 * @param countsFrom since when it has been that
 * @param overdueSince the slot of which people were told that it was missed
 */
record ScheduleState(
    boolean isPaused,
    Optional<String> changedBy,
    Optional<Instant> changedAt,
    String rule,
    Optional<Instant> countsFrom,
    Optional<ScheduleFire> lastFire,
    Optional<Instant> overdueSince) {

  static ScheduleState of(ResultSet row, int number) throws SQLException {
    Optional<Instant> slot = instant(row, "last_slot");
    Optional<Instant> at = instant(row, "last_fired_at");
    Optional<UUID> run = Optional.ofNullable(row.getObject("last_run_id", UUID.class));
    Optional<String> refusal = Optional.ofNullable(row.getString("last_refusal"));
    return new ScheduleState(
        row.getBoolean("is_paused"),
        Optional.ofNullable(row.getString("changed_by")),
        instant(row, "changed_at"),
        row.getString("rule"),
        instant(row, "counts_from"),
        slot.map(it -> new ScheduleFire(it, at.orElse(it), run, refusal)),
        instant(row, "overdue_since"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  /** What lies further ahead was noted by an instance whose clock is wrong. */
  private static final Duration WRONG = Duration.ofHours(1);

  /**
   * The moment after which its next slot is due, as long as it fires by that rule. Whoever fires
   * late, one slot after the other, is not overdue.
   */
  Optional<Instant> countsFrom(String current, Instant now) {
    return current.equals(rule)
        ? Stream.of(
                countsFrom,
                changedAt,
                lastFire.map(ScheduleFire::slot),
                lastFire.map(ScheduleFire::at))
            .flatMap(Optional::stream)
            .filter(it -> !it.isAfter(now.plus(WRONG)))
            .max(Comparator.naturalOrder())
        : Optional.empty();
  }
}
