package io.syncline.core.schedule;

import io.syncline.core.error.RequestRefused;
import io.syncline.core.schedule.ScheduleStatus.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Says of every schedule when it fires and whether it does. Threads may share it.
 *
 * <ol>
 *   <li>A slot is missed when a grace after it was due no fire is noted and no run of it is in the
 *       ledger, on whichever instance, and whatever kept Quartz from it.
 *   <li>A process that has just started gives Quartz the grace once more, to make up for what was
 *       missed while nothing ran; but for what people were told of already.
 *   <li>What was due while a schedule was off, paused or another one is not missed.
 * </ol>
 */
@Component
public final class ScheduleBoard {
  private final ScheduledRuns runs;
  private final ScheduleRows rows;
  private final ScheduleStates states;
  private final Clock clock;
  private final Duration grace;
  private final Instant started;

  ScheduleBoard(
      ScheduledRuns runs,
      ScheduleRows rows,
      ScheduleStates states,
      Clock clock,
      @Value("${syncline.watchdog.grace}") Duration grace) {
    this.runs = runs;
    this.rows = rows;
    this.states = states;
    this.clock = clock;
    this.grace = grace;
    this.started = clock.instant();
  }

  public List<ScheduleStatus> all() {
    Map<String, ScheduleState> known = states.all();
    Instant now = clock.instant();
    return Stream.concat(
            runs.configured().stream().map(it -> status(it, state(known, it.name()), now)),
            rows.all().stream().map(it -> status(it, state(known, it.name()), now)))
        .toList();
  }

  /**
   * The schedule of that name.
   *
   * @throws RequestRefused 404 where there is none
   */
  public ScheduleStatus known(String name) {
    return all().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  static RequestRefused unknown(String name) {
    return RequestRefused.of(
        404, "UNKNOWN_SCHEDULE", "Unknown schedule", "There is no schedule " + name);
  }

  private static Optional<ScheduleState> state(Map<String, ScheduleState> known, String name) {
    return Optional.ofNullable(known.get(name));
  }

  private ScheduleStatus status(
      ConfiguredSchedule schedule, Optional<ScheduleState> state, Instant now) {
    FiringRule rule =
        new FiringRule(
            schedule.quartz(), ZoneOffset.UTC, state.map(ScheduleState::isPaused).orElse(false));
    Optional<Instant> missed = missed(rule, state, Instant.MIN, schedule::key, now);
    return new ScheduleStatus(
        schedule.name(),
        schedule.pipeline(),
        Optional.empty(),
        schedule.cron(),
        "UTC",
        rule,
        state(rule, missed),
        now,
        state.flatMap(ScheduleState::lastFire),
        missed,
        state.flatMap(ScheduleState::changedBy),
        state.flatMap(ScheduleState::changedAt),
        Optional.empty());
  }

  private ScheduleStatus status(
      StoredSchedule schedule, Optional<ScheduleState> state, Instant now) {
    boolean isOff =
        schedule.fault().isPresent()
            || runs.isOff(schedule.pipeline())
            || runs.of(schedule.pipeline()).isEmpty();
    FiringRule rule =
        new FiringRule(
            isOff ? Optional.empty() : Optional.of(schedule.quartz()),
            schedule.zone().orElse(ZoneOffset.UTC),
            schedule.isPaused());
    Optional<Instant> missed =
        missed(
            rule,
            state,
            schedule.updatedAt(),
            slot -> StoredSchedule.key(schedule.pipeline(), schedule.scope(), slot),
            now);
    return new ScheduleStatus(
        schedule.name(),
        schedule.pipeline(),
        Optional.of(schedule.scope()),
        schedule.cron(),
        schedule.timeZone(),
        rule,
        state(rule, missed),
        now,
        state.flatMap(ScheduleState::lastFire),
        missed,
        schedule.updatedBy(),
        Optional.of(schedule.updatedAt()),
        schedule.fault());
  }

  private static State state(FiringRule rule, Optional<Instant> missed) {
    if (rule.isPaused()) {
      return State.PAUSED;
    }
    if (!rule.fires()) {
      return State.OFF;
    }
    return missed.isPresent() ? State.OVERDUE : State.ON;
  }

  /** The first slot that was missed. */
  private Optional<Instant> missed(
      FiringRule rule,
      Optional<ScheduleState> state,
      Instant changed,
      Function<Instant, String> key,
      Instant now) {
    boolean isTold = state.flatMap(ScheduleState::overdueSince).isPresent();
    Instant since = state.map(it -> it.countsFrom(rule.text(), now).orElse(now)).orElse(started);
    Predicate<Instant> isLate =
        due -> (isTold ? due : later(due, started)).plus(grace).isBefore(now);
    return rule.next(later(since, changed))
        .filter(isLate)
        .flatMap(due -> states.started(key, due, now).map(rule::next).orElse(Optional.of(due)))
        .filter(isLate);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
