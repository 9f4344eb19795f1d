package io.syncline.core.database;

import io.syncline.core.error.TerminalFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Row level security answers "no rows" where a policy hides them, and an update changes none. What
 * a policy may hide is asked of the server, as our user. A policy that shows everything hides
 * nothing: {@code USING (true)} for our user, with none that restricts it.
 */
public final class RowSecurity {
  /** Whether the rows of {@code c} may be hidden from the command {@code k} (r, a, w or d). */
  static final String HIDDEN =
      """
      c.relkind IN ('r', 'p') AND row_security_active(c.oid) AND NOT (
          EXISTS (SELECT 1 FROM pg_policy o
                  WHERE o.polrelid = c.oid AND o.polpermissive AND o.polcmd::text IN ('*', %1$s)
                    AND coalesce(pg_get_expr(o.polqual, c.oid), 'true') = 'true'
                    AND coalesce(pg_get_expr(o.polwithcheck, c.oid), 'true') = 'true'
                    AND EXISTS (SELECT 1 FROM unnest(o.polroles) AS r (role)
                                WHERE CASE WHEN r.role = 0 THEN true ELSE pg_has_role(r.role, 'MEMBER') END))
          AND NOT EXISTS (SELECT 1 FROM pg_policy o
                          WHERE o.polrelid = c.oid AND NOT o.polpermissive AND o.polcmd::text IN ('*', %1$s)))""";

  private static final String ONE =
      """
      SELECT n.nspname || '.' || c.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN unnest(?::text[]) AS k (command)
      WHERE c.oid = to_regclass(?) AND c.relrowsecurity AND %s LIMIT 1
      """
          .formatted(HIDDEN.formatted("k.command"));

  private static final String OURS =
      "^(sync_(runs|cursors|dead_letters|run_changes|source_usage|view_refreshes|applied|fence)"
          + "|run_(batches|leases)|qrtz_.*|stockx_products|stored_secrets|secret_turns)$";

  private static final String ANY =
      """
      SELECT DISTINCT n.nspname || '.' || c.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN (VALUES ('r'), ('a'), ('w'), ('d')) AS k (command)
      WHERE c.relrowsecurity AND pg_table_is_visible(c.oid)
        AND (c.relname ~ '%s'
             OR c.relname = ANY (?) AND k.command <> 'd'
             OR c.relname = ANY (?) AND k.command = 'r')
        AND %s
      ORDER BY 1
      """
          .formatted(OURS, HIDDEN.formatted("k.command"));

  private RowSecurity() {}

  /** Whether policies may hide rows of a table from reading: an SQL condition on its name. */
  public static String hidesFromReading(String table) {
    return "EXISTS (SELECT 1 FROM pg_class c WHERE c.oid = to_regclass('\"%s\"') AND %s)"
        .formatted(table, HIDDEN.formatted("'r'"));
  }

  /**
   * Makes sure that what is read of a table is all there is.
   *
   * @param table its quoted name
   * @throws TerminalFailure naming the table
   */
  public static void requireReadable(Connection connection, String database, String table)
      throws SQLException {
    require(connection, database, table, "r");
  }

  /**
   * Makes sure that an update meets every row of a table.
   *
   * @param table its quoted name
   * @throws TerminalFailure naming the table
   */
  public static void requireUpdatable(Connection connection, String database, String table)
      throws SQLException {
    require(connection, database, table, "r", "w");
  }

  private static void require(
      Connection connection, String database, String table, String... commands)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(ONE)) {
      query.setArray(1, connection.createArrayOf("text", commands));
      query.setString(2, table);
      try (ResultSet row = query.executeQuery()) {
        if (row.next()) {
          throw TerminalFailure.rowsHidden(database, row.getString(1));
        }
      }
    }
  }

  /** Tables of ours, and of those a pipeline writes and reads, of which policies may hide rows. */
  static List<String> of(Connection connection, Collection<String> written, Collection<String> read)
      throws SQLException {
    List<String> hidden = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(ANY)) {
      query.setArray(1, connection.createArrayOf("name", written.toArray()));
      query.setArray(2, connection.createArrayOf("name", read.toArray()));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          hidden.add(row.getString(1));
        }
      }
    }
    return hidden;
  }
}
