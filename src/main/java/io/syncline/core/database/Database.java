package io.syncline.core.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import javax.sql.DataSource;

/**
 * One of the two databases of the pair: its pool, the small pool of the relay, and the prefix of
 * the documents' tables (validated at start: {@code [a-z_][a-z0-9_]{0,20}} or empty).
 */
public record Database(String name, DataSource pool, DataSource relayPool, String prefix) {

  /** The quoted name of a table of the documents, prefix included. */
  public String table(String name) {
    return '"' + prefix + name + '"';
  }

  /** Closes a connection of the pool, whose session is not as it should be. */
  public void discard(Connection connection) {
    if (pool instanceof HikariDataSource ours) {
      ours.evictConnection(connection);
    }
  }
}
