package io.syncline.core.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Opens connections whose settings hold for as long as they live. Threads may share it.
 *
 * <ol>
 *   <li>Nothing is asked for in start-up options: a pooler may refuse, drop or share them.
 *   <li>Each setting is set by a statement and read back by another.
 *   <li>Behind a pooler it is looked at once whether a client keeps its server connection.
 * </ol>
 */
final class SessionSource extends DelegatingDataSource {
  /** A new session has prepared nothing, so that what is there or gone is somebody else's. */
  private static final Set<String> OTHERS_STATEMENTS = Set.of("42P05", "26000");

  private final Place place;
  private final Map<String, String> settings;
  private volatile boolean keepsSessions;

  SessionSource(DataSource driver, Place place, Map<String, String> settings) {
    super(driver);
    this.place = place;
    this.settings = Map.copyOf(settings);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    try {
      prepare(connection);
      return connection;
    } catch (SQLException e) {
      try (connection) {
        throw OTHERS_STATEMENTS.contains(String.valueOf(e.getSQLState()))
            ? PoolerMode.shared(place, connection)
            : e;
      }
    }
  }

  private void prepare(Connection connection) throws SQLException {
    List<String> set = ask(connection, "set_config('%1$s', '%2$s', false)");
    List<String> held = ask(connection, "current_setting('%1$s')");
    if (!set.equals(held)) {
      throw PoolerMode.shared(place, connection);
    }
    boolean direct = set.get(0).equals(backendOf(connection));
    if (!direct && !keepsSessions) {
      PoolerMode.check(place, connection, getTargetDataSource());
    }
    keepsSessions = true;
  }

  /** The server process, then each setting's value as the server writes it. */
  private List<String> ask(Connection connection, String expression) throws SQLException {
    String columns =
        settings.entrySet().stream()
            .map(setting -> expression.formatted(setting.getKey(), setting.getValue()))
            .collect(Collectors.joining(", "));
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()::text, " + columns)) {
      row.next();
      List<String> answer = new ArrayList<>();
      for (int column = 1; column <= settings.size() + 1; column++) {
        answer.add(row.getString(column));
      }
      return answer;
    }
  }

  /** What a server calls itself when it lets a client in; a pooler tells a number of its own. */
  private static String backendOf(Connection connection) throws SQLException {
    return String.valueOf(connection.unwrap(PGConnection.class).getBackendPID());
  }
}
