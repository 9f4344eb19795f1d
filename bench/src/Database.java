package bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** How a contender reaches one side, and which table it fills there. */
record Database(int port, String name, String prefix) {

  static final String HOST = "127.0.0.1";
  static final String USER = "postgres";

  String table() {
    return prefix + "jungle_scout_sales_estimate_data";
  }

  String url() {
    return "jdbc:postgresql://" + HOST + ":" + port + "/" + name;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), USER, "");
  }

  Database at(int otherPort) {
    return new Database(otherPort, name, prefix);
  }

  static Database parse(String text) {
    String[] parts = text.split(",");
    return new Database(Integer.parseInt(parts[0]), parts[1], parts[2]);
  }

  String text() {
    return port + "," + name + "," + prefix;
  }
}
