package io.syncline.core.schedule;

import io.syncline.core.database.Databases;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The triggers of {@code sync_schedules} that Quartz's store holds, by name. One statement reads
 * them: Quartz itself takes a transaction for each question about each trigger.
 */
@Component
final class StoredTriggers {
  static final String GROUP = "stored";

  private static final String HELD =
      """
      SELECT t.trigger_name, c.cron_expression, c.time_zone_id, t.trigger_state
      FROM qrtz_triggers t
      LEFT JOIN qrtz_cron_triggers c USING (sched_name, trigger_name, trigger_group)
      WHERE t.sched_name = ? AND t.trigger_group = ?
      """;

  private final JdbcClient staging;

  StoredTriggers(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** A trigger as it is stored. */
  record Held(@Nullable String cron, @Nullable String timeZone, String state) {

    /** Whether it fires as that schedule says. */
    boolean fires(StoredSchedule schedule) {
      return schedule.quartz().equals(cron)
          && schedule.timeZone().equals(timeZone)
          && !state.equals("ERROR");
    }
  }

  Map<String, Held> of(String scheduler) {
    Map<String, Held> held = new HashMap<>();
    staging
        .sql(HELD)
        .params(scheduler, GROUP)
        .query(
            row -> {
              held.put(
                  row.getString("trigger_name"),
                  new Held(
                      row.getString("cron_expression"),
                      row.getString("time_zone_id"),
                      row.getString("trigger_state")));
            });
    return held;
  }
}
