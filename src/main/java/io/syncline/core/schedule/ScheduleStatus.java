package io.syncline.core.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A schedule, and how it is.
 *
 * @param scope whose runs it starts, of a schedule that is data
 * @param cron as somebody wrote it
 * @param rule by what it fires now
 * @param now when that was
 * @param overdueSince the first slot that was missed
 * @param changedBy who set, paused or resumed it last; nobody has changed what is as configured
 * @param fault what is wrong with a row that was written by hand
 */
public record ScheduleStatus(
    String name,
    String pipeline,
    Optional<String> scope,
    String cron,
    String timeZone,
    FiringRule rule,
    State state,
    Instant now,
    Optional<ScheduleFire> lastFire,
    Optional<Instant> overdueSince,
    Optional<String> changedBy,
    Optional<Instant> changedAt,
    Optional<String> fault) {

  /** Whether it fires, and whether it does as it should. */
  public enum State {
    ON,
    PAUSED,
    OFF,
    OVERDUE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Its cron in English, where that is known. */
  public Optional<String> words() {
    return CronWords.of(Cron.parse(cron));
  }

  /** When it fires next; never while it is paused or off. */
  public Optional<Instant> next() {
    return rule.next(now);
  }

  /** So many of its next fires. */
  public List<Instant> next(int most) {
    return rule.next(now, most);
  }

  public boolean is(State other) {
    return state == other;
  }

  /** In a sentence: what it is, and what that means. */
  public String told() {
    return switch (state) {
      case ON -> name + " fires again";
      case PAUSED ->
          name
              + " is paused"
              + changedBy.map(it -> " by " + it).orElse("")
              + changedAt.map(it -> " since " + it).orElse("");
      case OFF -> name + " is off";
      case OVERDUE -> name + " was due at " + overdueSince.orElseThrow() + " and did not fire";
    };
  }
}
