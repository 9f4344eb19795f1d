package io.syncline.core.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * Where a folder's migrations are noted. Each folder has a history of its own, because the two
 * databases share some and not the others.
 *
 * <ol>
 *   <li>Tables that bear the prefix stand in folders of their own, with a history per prefix: a
 *       changed prefix, or that of a second installation, gets its tables too.
 *   <li>A version that had one history for all prefixes made the tables of one of them; that prefix
 *       takes over what is noted of its tables.
 * </ol>
 */
record MigrationHistory(String folder, String prefix) {
  private static final String PREFIXED = "prefixed_";

  /** By folder the migration that was in the common one, and a column that no document has. */
  private static final Map<String, Made> MADE =
      Map.of(
          "prefixed_control", new Made("20261122.03", "jungle_scout_sync_status", "sales_due"),
          "prefixed_destination",
              new Made("20261122.01", "jungle_scout_product_data", "marketplace"));

  private static final String COPY =
      """
      DO $$
      BEGIN
          PERFORM pg_advisory_xact_lock(hashtext('sync_flyway'));
          IF to_regclass('%1$s') IS NOT NULL AND to_regclass('%2$s') IS NULL
             AND EXISTS (SELECT 1 FROM pg_attribute
                         WHERE attrelid = to_regclass('"%3$s"') AND attname = '%4$s') THEN
              CREATE TABLE %2$s (LIKE %1$s INCLUDING ALL);
              INSERT INTO %2$s SELECT * FROM %1$s WHERE version = '%5$s';
          END IF;
      END $$""";

  private record Made(String version, String table, String column) {}

  /** The name of the table that Flyway keeps. */
  String table() {
    return isPrefixed() ? common() + "_of_" + prefix : common();
  }

  /** Takes over what a version with one history for all prefixes has noted. */
  void takeOver(Connection connection, String schema) throws SQLException {
    Made made = MADE.get(folder);
    if (made == null) {
      return;
    }
    String place = '"' + schema.replace("\"", "\"\"").replace("'", "''") + "\".";
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          COPY.formatted(
              place + common(),
              place + table(),
              prefix + made.table(),
              made.column(),
              made.version()));
    }
  }

  private boolean isPrefixed() {
    return folder.startsWith(PREFIXED);
  }

  private String common() {
    return "sync_flyway_" + (isPrefixed() ? folder.substring(PREFIXED.length()) : folder);
  }
}
