package bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One PostgreSQL cluster, reached directly: what the bench itself asks of it. */
record Cluster(int port, long pid, String prefix) {

  Database database(String contender) {
    return new Database(port, "bench_" + contender.replace('-', '_'), prefix);
  }

  void create(Database database, int beside) throws SQLException {
    Database admin = new Database(port, "postgres", prefix);
    execute(admin, "DROP DATABASE IF EXISTS " + database.name() + " WITH (FORCE)");
    execute(admin, "CREATE DATABASE " + database.name());
    execute(database, SalesSql.createTable(database.table()));
    execute(database, SalesSql.fillBeside(database.table(), beside));
  }

  /** Of what the job left; what stands beside it stays. */
  void empty(Database database) throws SQLException {
    execute(database, SalesSql.empty(database.table()));
  }

  /** Brings every phase to the same start: nothing dead, all pages clean, statistics fresh. */
  void settle(Database database) throws SQLException {
    execute(database, "VACUUM (ANALYZE) " + database.table());
    execute(database, "CHECKPOINT");
  }

  long walPosition() throws SQLException {
    return Long.parseLong(value("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"));
  }

  String version() throws SQLException {
    return value("SHOW server_version");
  }

  private String value(String sql) throws SQLException {
    try (Connection connection = new Database(port, "postgres", prefix).connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static void execute(Database database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
