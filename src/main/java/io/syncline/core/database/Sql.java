package io.syncline.core.database;

import io.syncline.core.error.SqlFailures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements on a connection at hand, where the SQLSTATE of a failure says what is to be done. */
public final class Sql {
  private Sql() {}

  /** What is needed of a row. */
  @FunctionalInterface
  public interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** What is done on a connection. */
  @FunctionalInterface
  public interface Use<T> {
    T of(Connection connection) throws SQLException;
  }

  /** What is done in a transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T done() throws SQLException;
  }

  /** Uses a connection of the pool; what fails there is a failure of the run that needs it. */
  public static <T> T on(Database database, Use<T> use) {
    try (Connection connection = database.pool().getConnection()) {
      return use.of(connection);
    } catch (SQLException e) {
      throw SqlFailures.translate(database.name(), e);
    }
  }

  public static <T> List<T> all(
      Connection connection, String sql, Reading<T> reading, Object... parameters)
      throws SQLException {
    try (PreparedStatement query = bound(connection, sql, parameters)) {
      ResultSet row = query.executeQuery();
      List<T> all = new ArrayList<>();
      while (row.next()) {
        all.add(reading.of(row));
      }
      return all;
    }
  }

  public static <T> Optional<T> first(
      Connection connection, String sql, Reading<T> reading, Object... parameters)
      throws SQLException {
    try (PreparedStatement query = bound(connection, sql, parameters)) {
      ResultSet row = query.executeQuery();
      return row.next() ? Optional.of(reading.of(row)) : Optional.empty();
    }
  }

  /** Whether there is such a row. */
  public static boolean exists(Connection connection, String sql, Object... parameters)
      throws SQLException {
    return first(connection, sql, row -> true, parameters).isPresent();
  }

  /** Answers how many rows it changed. */
  public static int update(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = bound(connection, sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  /** Does all of the work or nothing; only to leave the transaction would commit half of it. */
  public static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      T done = work.done();
      connection.commit();
      return done;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static PreparedStatement bound(Connection connection, String sql, Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }
}
