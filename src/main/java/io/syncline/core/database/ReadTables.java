package io.syncline.core.database;

import io.syncline.core.error.SqlStates;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables of a database that a pipeline only reads. Why one was not read is told by its cause,
 * with what to do about it; that a policy may hide rows of it is found by the same statement.
 *
 * @param title what people call the database
 * @param variables what its variables begin with
 * @param setting where its tables are named
 */
public record ReadTables(JdbcClient database, String title, String variables, String setting) {
  private static final Logger LOG = LoggerFactory.getLogger(ReadTables.class);

  private static final String RIGHT = "42501";
  private static final String TABLE = "42P01";
  private static final String COLUMN = "42703";
  private static final String TOO_LONG = "57014";
  private static final String LOCKED = "55P03";

  /** No SQLSTATE, no connection, not let in, no database, no connection left or taken, stopping. */
  private static final Set<String> AWAY = Set.of("", "08", "28", "3D", "53", "55", "57");

  /** A table and the columns that are read of it, the one that rows are found by first. */
  public record Table(String name, List<String> columns) {}

  /**
   * What a query finds in a table.
   *
   * @throws TransientFailure when the table cannot be read
   * @throws TerminalFailure when a policy may hide rows of it
   */
  public <T> List<T> read(
      Table table, String query, String order, RowMapper<T> mapper, Object... parameters) {
    try {
      return database
          .sql(
              """
              SELECT h.hidden, q.* FROM (SELECT %s AS hidden) AS h
              LEFT JOIN (SELECT true AS found, r.* FROM (%s) AS r) AS q ON true
              ORDER BY %s
              """
                  .formatted(RowSecurity.hidesFromReading(table.name()), query, order))
          .params(parameters)
          .query((row, number) -> found(table, mapper, row, number))
          .list()
          .stream()
          .flatMap(Optional::stream)
          .toList();
    } catch (DataAccessException e) {
      String reason = reason(table, SqlStates.of(e).orElse(""));
      LOG.warn("{} not read table={} reason={}", title, table.name(), reason);
      throw TransientFailure.source(StopReason.SOURCE_UNAVAILABLE, reason);
    }
  }

  /** Nothing, where nothing was found; what a policy may hide is not "not found". */
  private <T> Optional<T> found(Table table, RowMapper<T> mapper, ResultSet row, int number)
      throws SQLException {
    if (row.getBoolean("hidden")) {
      throw TerminalFailure.rowsHidden(title, table.name());
    }
    return row.getBoolean("found") ? Optional.of(mapper.mapRow(row, number)) : Optional.empty();
  }

  private String reason(Table table, String state) {
    String name = table.name();
    return switch (state) {
      case RIGHT ->
          "%1$s does not let the user of %2$sUSER read %3$s: GRANT SELECT ON %3$s to that user"
              .formatted(title, variables, name);
      case TABLE ->
          "%s has no table %s: name the one that is there in %s".formatted(title, name, setting);
      case COLUMN ->
          "%s's table %s lacks one of the columns %s: name those that are there in %s"
              .formatted(title, name, String.join(", ", table.columns()), setting);
      case TOO_LONG, LOCKED ->
          "%s took longer over table %s than a statement may: let an index serve %s, or see who locks it"
              .formatted(title, name, table.columns().get(0));
      default ->
          AWAY.contains(SqlStates.classOf(state))
              ? "%s cannot be reached for table %s: let doctor say why".formatted(title, name)
              : "%s refused to read table %s (SQLSTATE %s): see the log of its server"
                  .formatted(title, name, state);
    };
  }
}
