package io.syncline.core.schedule;

import io.syncline.core.database.Databases;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** {@code sync_schedules}: what is to fire, whatever Quartz's store holds. */
@Component
public final class ScheduleRows {
  private static final String PUT =
      """
      INSERT INTO sync_schedules (pipeline, scope, cron, time_zone, is_paused, updated_by)
      VALUES (:pipeline, :scope, :cron, :timeZone, :isPaused, :updatedBy)
      ON CONFLICT (pipeline, scope) DO UPDATE
      SET cron = excluded.cron, time_zone = excluded.time_zone, is_paused = excluded.is_paused,
          updated_by = excluded.updated_by, updated_at = now()
      RETURNING *
      """;

  private static final String PAUSE =
      """
      UPDATE sync_schedules SET is_paused = :isPaused, updated_by = :by, updated_at = now()
      WHERE pipeline = :pipeline AND scope = :scope AND is_paused <> :isPaused
      """;

  private final JdbcClient staging;

  ScheduleRows(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  public List<StoredSchedule> all() {
    return staging
        .sql("SELECT * FROM sync_schedules ORDER BY pipeline, scope")
        .query(ScheduleRows::read)
        .list();
  }

  /** Whether there is such a one that is not paused. */
  boolean isOn(String pipeline, String scope) {
    return staging
        .sql(
            "SELECT EXISTS (SELECT FROM sync_schedules WHERE pipeline = ? AND scope = ? AND NOT is_paused)")
        .params(pipeline, scope)
        .query(Boolean.class)
        .single();
  }

  StoredSchedule put(StoredSchedule schedule) {
    return staging
        .sql(PUT)
        .param("pipeline", schedule.pipeline())
        .param("scope", schedule.scope())
        .param("cron", schedule.cron())
        .param("timeZone", schedule.timeZone())
        .param("isPaused", schedule.isPaused())
        .param("updatedBy", schedule.updatedBy().orElse(null))
        .query(ScheduleRows::read)
        .single();
  }

  boolean pause(String pipeline, String scope, boolean isPaused, String by) {
    return staging
            .sql(PAUSE)
            .param("pipeline", pipeline)
            .param("scope", scope)
            .param("isPaused", isPaused)
            .param("by", by)
            .update()
        > 0;
  }

  boolean delete(String pipeline, String scope) {
    return staging
            .sql("DELETE FROM sync_schedules WHERE pipeline = ? AND scope = ?")
            .params(pipeline, scope)
            .update()
        > 0;
  }

  private static StoredSchedule read(ResultSet row, int number) throws SQLException {
    return new StoredSchedule(
        row.getString("pipeline"),
        row.getString("scope"),
        row.getString("cron"),
        row.getString("time_zone"),
        row.getBoolean("is_paused"),
        Optional.ofNullable(row.getString("updated_by")),
        row.getTimestamp("updated_at").toInstant());
  }
}
