package io.syncline.core.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Who keeps a table from being migrated: of those that hold one, who has held it longest. */
final class LockHolder {
  private static final String OLDEST =
      """
      SELECT c.oid::regclass::text AS held, a.pid, coalesce(nullif(a.application_name, ''), 'unnamed') AS program,
             a.usename AS role, a.state
      FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.granted AND l.pid <> pg_backend_pid() AND c.relkind IN ('r', 'p', 'v', 'm')
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
        AND c.relname NOT LIKE 'sync\\_flyway\\_%'
      ORDER BY a.xact_start, c.relname LIMIT 1
      """;

  private LockHolder() {}

  static Fault oldest(Connection connection, Place place) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(OLDEST)) {
      if (!row.next()) {
        return new Fault(
            "A table of "
                + place.name()
                + " was locked for too long by a session that is gone now.",
            "Start again.");
      }
      String pid = row.getString("pid");
      return new Fault(
          "%s of %s is locked by session %s (%s, user %s, %s)."
              .formatted(
                  row.getString("held"),
                  place.name(),
                  pid,
                  row.getString("program"),
                  row.getString("role"),
                  row.getString("state")),
          "End its transaction, or SELECT pg_terminate_backend(" + pid + "), and start again.");
    }
  }
}
