package io.syncline.core.notice;

import io.syncline.core.database.Databases;
import io.syncline.core.notice.Notice.Field;
import io.syncline.core.notice.Notice.Level;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunOutcome;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What changed with a run and those that it led: a scope began to fail when its run before was
 * well, and recovered when that was not. What we have to mend fails all scopes, each at its own
 * time: it is told by the first of them, until one that met it got further or two days went by
 * without it. A run that was cancelled or whose process died says nothing of its scope.
 */
@Component
final class StateChanges {
  private static final int MOST_CAUSES = 5;
  private static final int MOST_NAMES = 10;

  private static final String CHANGED =
      """
      WITH said AS (
          SELECT r.id, r.pipeline, r.scope, coalesce(r.started_at, 'epoch') AS at, r.failure ->> 'message' AS why,
                 r.failure ->> 'code' AS code,
                 coalesce(r.parameters ->> 'label', r.scope) AS name,
                 %1$s AS is_ill
          FROM sync_runs r WHERE (r.parent_run_id = :run OR r.id = :run) AND %2$s
      ), ours AS (
          SELECT pipeline, why, min(at) AS at FROM said WHERE is_ill AND code = 'CONFIG_INVALID' GROUP BY 1, 2
      ), told AS (
          SELECT o.pipeline, o.why FROM ours o
          CROSS JOIN LATERAL (
              SELECT array_agg(DISTINCT r.scope) AS scopes, max(coalesce(r.started_at, 'epoch')) AS at FROM sync_runs r
              WHERE r.pipeline = o.pipeline AND r.outcome = 'failed' AND r.failure ->> 'code' = 'CONFIG_INVALID'
                AND md5(r.failure ->> 'message') = md5(o.why) AND NOT r.dry_run
                AND r.id <> :run AND r.parent_run_id IS DISTINCT FROM :run
                AND coalesce(r.started_at, 'epoch') >= o.at - interval '2 days'
                AND coalesce(r.started_at, 'epoch') < o.at) before
          WHERE before.at IS NOT NULL AND NOT EXISTS (
              SELECT FROM sync_runs r WHERE r.pipeline = o.pipeline AND r.scope = ANY (before.scopes)
                AND r.outcome IN ('completed', 'partial') AND NOT r.dry_run
                AND coalesce(r.started_at, 'epoch') > before.at)
      ), changed AS (
          SELECT s.* FROM said s
          LEFT JOIN LATERAL (
              SELECT %1$s AS was_ill FROM sync_runs r
              WHERE r.scope = s.scope AND r.pipeline = s.pipeline AND r.id <> s.id AND %2$s
                AND (coalesce(r.started_at, 'epoch'), r.id) < (s.at, s.id)
              ORDER BY coalesce(r.started_at, 'epoch') DESC, r.id DESC LIMIT 1) before ON true
          LEFT JOIN told ON told.pipeline = s.pipeline AND told.why = s.why AND s.code = 'CONFIG_INVALID'
          WHERE s.is_ill <> coalesce(was_ill, false) AND NOT (s.is_ill AND told.why IS NOT NULL)
      )
      SELECT is_ill, CASE WHEN is_ill THEN coalesce(why, 'see its run') ELSE '' END AS why,
             count(*) AS scopes, (array_agg(name ORDER BY name))[1\\:%3$s] AS names
      FROM changed GROUP BY 1, 2 ORDER BY is_ill DESC, scopes DESC, why
      """
          .formatted(
              "(r.outcome = 'failed' AND coalesce(r.failure ->> 'code', '') <> 'CHILD_FAILED'"
                  + " OR r.outcome = 'partial' AND r.parent_run_id IS NOT NULL)",
              "NOT r.dry_run AND r.outcome IN ('completed', 'partial', 'failed')"
                  + " AND coalesce(r.failure ->> 'code', '') NOT IN ('INTERRUPTED', 'LEASE_LOST')",
              MOST_NAMES);

  private final JdbcClient staging;

  StateChanges(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** Some scopes that began to fail for one reason, or recovered. */
  private record Group(boolean isIll, String why, long scopes, List<String> names) {

    static Group of(ResultSet row, int number) throws SQLException {
      Array names = row.getArray("names");
      return new Group(
          row.getBoolean("is_ill"),
          row.getString("why"),
          row.getLong("scopes"),
          List.of((String[]) names.getArray()));
    }

    private String told() {
      long more = scopes - names.size();
      return String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
    }
  }

  /** One notice of all that changed; empty when nothing did, or the run is only put off. */
  Optional<Notice> of(ActiveRun run, String title) {
    if (run.outcome() == RunOutcome.RUNNING) {
      return Optional.empty();
    }
    List<Group> groups = staging.sql(CHANGED).param("run", run.id()).query(Group::of).list();
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    long began = groups.stream().filter(Group::isIll).mapToLong(Group::scopes).sum();
    long recovered = groups.stream().mapToLong(Group::scopes).sum() - began;
    return Optional.of(
        new Notice(
            title,
            "Began to fail: " + began + " · recovered: " + recovered,
            began == 0 ? Level.OK : Level.SOME_FAILURES,
            fields(groups),
            run.scope() + " · run " + run.id()));
  }

  private static List<Field> fields(List<Group> groups) {
    List<Field> fields = new ArrayList<>();
    groups.stream()
        .filter(Group::isIll)
        .limit(MOST_CAUSES)
        .forEach(
            group ->
                fields.add(
                    new Field(
                        "Began to fail: " + group.scopes(),
                        plain(group.told()) + "\n" + plain(group.why()),
                        false)));
    groups.stream()
        .filter(group -> !group.isIll())
        .limit(1)
        .forEach(group -> fields.add(new Field("Recovered", plain(group.told()), false)));
    return fields;
  }

  /** In backticks, so that nothing of it is read as mark-down. */
  private static String plain(String text) {
    return "`" + text.replace('`', '\'') + "`";
  }
}
