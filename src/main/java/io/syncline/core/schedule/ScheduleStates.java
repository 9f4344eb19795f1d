package io.syncline.core.schedule;

import io.syncline.core.database.Databases;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** {@code sync_schedule_states}: what all instances know of each schedule. Threads may share it. */
@Component
public final class ScheduleStates {
  /**
   * A slot that comes late, as from an instance that stood still, does not hide a later one; but
   * one that is yet to come is of an instance whose clock is wrong.
   */
  private static final String FIRED =
      """
      INSERT INTO sync_schedule_states AS s (name, last_slot, last_fired_at, last_run_id, last_refusal)
      VALUES (:name, :slot, :at, :run, :refusal)
      ON CONFLICT (name) DO UPDATE
      SET last_slot = excluded.last_slot, last_fired_at = excluded.last_fired_at,
          last_run_id = excluded.last_run_id, last_refusal = excluded.last_refusal
      WHERE s.last_slot IS NULL OR s.last_slot <= excluded.last_slot
          OR s.last_slot > excluded.last_fired_at + interval '1 hour'
      """;

  /** Keys end with their slots, so that those of one schedule are in the order of these. */
  private static final String STARTED =
      """
      SELECT k.slot_key, coalesce(r.started_at, 'epoch') AS started_at
      FROM (SELECT slot_key, id FROM sync_runs WHERE slot_key BETWEEN :from AND :to
            UNION ALL
            SELECT slot_key, run_id FROM sync_run_slots WHERE slot_key BETWEEN :from AND :to) AS k
      JOIN sync_runs r ON r.id = k.id
      WHERE r.trigger = 'schedule' AND length(k.slot_key) = length(:from) AND starts_with(k.slot_key, :whose)
      ORDER BY k.slot_key DESC LIMIT 1
      """;

  private static final String PAUSE =
      """
      INSERT INTO sync_schedule_states AS s (name, is_paused, changed_by, changed_at)
      VALUES (:name, :paused, :by, :at)
      ON CONFLICT (name) DO UPDATE
      SET is_paused = excluded.is_paused, changed_by = excluded.changed_by, changed_at = excluded.changed_at
      WHERE s.is_paused <> excluded.is_paused
      """;
  private static final String WATCH =
      """
      INSERT INTO sync_schedule_states AS s (name, rule, counts_from)
      SELECT name, rule, ? FROM unnest(?::text[], ?::text[]) AS seen (name, rule)
      ON CONFLICT (name) DO UPDATE SET rule = excluded.rule, counts_from = excluded.counts_from
      WHERE s.rule <> excluded.rule OR s.counts_from > excluded.counts_from + interval '1 hour'
      """;

  private final JdbcClient staging;

  ScheduleStates(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** By the names of the schedules. */
  Map<String, ScheduleState> all() {
    Map<String, ScheduleState> all = new HashMap<>();
    staging
        .sql("SELECT * FROM sync_schedule_states")
        .query(
            row -> {
              all.put(row.getString("name"), ScheduleState.of(row, 0));
            });
    return all;
  }

  boolean isPaused(String name) {
    return staging
        .sql("SELECT is_paused FROM sync_schedule_states WHERE name = ?")
        .param(name)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  void fired(String name, ScheduleFire fire) {
    staging
        .sql(FIRED)
        .param("name", name)
        .param("slot", Timestamp.from(fire.slot()))
        .param("at", Timestamp.from(fire.at()))
        .param("run", fire.run().orElse(null), java.sql.Types.OTHER)
        .param("refusal", fire.refusal().orElse(null), java.sql.Types.VARCHAR)
        .update();
  }

  /**
   * When the last slot of those was due or its run began, whichever is later, as the ledger has it:
   * an instance of an older version notes no fire, nor does one that dies before it could.
   */
  Optional<Instant> started(Function<Instant, String> key, Instant from, Instant to) {
    String first = key.apply(from);
    String whose = first.substring(0, first.length() - from.toString().length());
    return staging
        .sql(STARTED)
        .param("from", first)
        .param("to", key.apply(to.truncatedTo(ChronoUnit.SECONDS)))
        .param("whose", whose)
        .query(
            (row, number) -> {
              Instant slot = Instant.parse(row.getString("slot_key").substring(whose.length()));
              Instant start = row.getTimestamp("started_at").toInstant();
              return start.isAfter(slot) ? start : slot;
            })
        .optional();
  }

  /** Pauses a schedule of the settings or has it go on; says whether that changed anything. */
  boolean pause(String name, boolean isPaused, String by, Instant now) {
    return staging
            .sql(PAUSE)
            .param("name", name)
            .param("paused", isPaused)
            .param("by", by)
            .param("at", Timestamp.from(now))
            .update()
        > 0;
  }

  /** Notes by what schedules fire; slots count anew once that is something else. */
  void watch(List<ScheduleStatus> all, Instant now) {
    staging
        .sql(WATCH)
        .params(
            Timestamp.from(now),
            all.stream().map(ScheduleStatus::name).toArray(String[]::new),
            all.stream().map(it -> it.rule().text()).toArray(String[]::new))
        .update();
  }

  /** Of a schedule that is no more. */
  void forget(String name) {
    staging.sql("DELETE FROM sync_schedule_states WHERE name = ?").param(name).update();
  }

  /** Notes that it is overdue, which people are owed a notice of, unless they are already. */
  void miss(String name, Instant slot) {
    staging
        .sql(
            "UPDATE sync_schedule_states SET overdue_since = ?, tell_at = now()"
                + " WHERE name = ? AND overdue_since IS NULL")
        .params(Timestamp.from(slot), name)
        .update();
  }

  /** Notes that it is overdue no more, which people are owed a notice of. */
  void seeAgain(String name) {
    staging
        .sql(
            "UPDATE sync_schedule_states SET overdue_since = NULL, tell_at = now()"
                + " WHERE name = ? AND overdue_since IS NOT NULL")
        .param(name)
        .update();
  }

  /**
   * The schedules of which this instance is to tell people now. Unless it says within that time
   * that they were {@link #told}, somebody else is to.
   */
  List<Owed> owed(Duration time) {
    return staging
        .sql(
            "UPDATE sync_schedule_states SET tell_at = now() + ? * interval '1 ms'"
                + " WHERE tell_at <= now() RETURNING name, tell_at")
        .param(time.toMillis())
        .query((row, number) -> new Owed(row.getString("name"), row.getTimestamp("tell_at")))
        .list();
  }

  /** Notes that people know; what became of a schedule meanwhile they are owed still. */
  void told(List<Owed> owed) {
    owed.forEach(
        it ->
            staging
                .sql(
                    "UPDATE sync_schedule_states SET tell_at = NULL WHERE name = ? AND tell_at = ?")
                .params(it.name(), it.until())
                .update());
  }

  /** A schedule of which somebody tells people until then. */
  record Owed(String name, Timestamp until) {}
}
