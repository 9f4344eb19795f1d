package io.syncline.core.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.syncline.core.database.DatabaseSettings.Timeouts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A pool whose connections cannot write, whatever stands between here and the server: each is
 * handed out inside a transaction that was begun read only, and the server was asked whether it is.
 * Limits go with the transaction too, so that a pooler in any mode gives them to nobody else.
 */
final class ReadingPool extends HikariDataSource {
  private static final String BEGIN =
      """
      SELECT current_setting('transaction_read_only'), set_config('statement_timeout', '%s', true),
             set_config('lock_timeout', '%s', true),
             set_config('idle_in_transaction_session_timeout', '%s', true)
      """;

  private final Place place;
  private final String begin;

  ReadingPool(HikariConfig config, Place place, Timeouts timeouts) {
    super(config);
    this.place = place;
    this.begin =
        BEGIN.formatted(
            timeouts.statement().toMillis(),
            timeouts.lock().toMillis(),
            timeouts.idleInTransaction().toMillis());
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    try {
      if (!isReadOnly(connection)) {
        throw new SessionRefused(
            new Fault(
                "A read-only transaction of %s at %s could write."
                    .formatted(place.name(), place.server()),
                "Let %s and %s name the server itself."
                    .formatted(place.variable("HOST"), place.variable("PORT"))));
      }
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private boolean isReadOnly(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(begin)) {
      return row.next() && row.getString(1).equals("on");
    }
  }
}
