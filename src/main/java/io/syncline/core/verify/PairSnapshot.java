package io.syncline.core.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.error.TerminalFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Both databases as they were, staging's moment first, and what was under way between the two. */
record PairSnapshot(Snapshot staging, Snapshot production, UnderWay underWay)
    implements AutoCloseable {

  /**
   * Takes one.
   *
   * @throws TerminalFailure when one of the databases cannot be read
   */
  static PairSnapshot of(Databases databases, ObjectMapper json) {
    Deque<Snapshot> taken = new ArrayDeque<>();
    try {
      taken.add(snapshot(databases.staging()));
      taken.add(snapshot(databases.production()));
      UnderWay underWay = underWay(databases, taken.getFirst(), json);
      return new PairSnapshot(taken.getFirst(), taken.getLast(), underWay);
    } catch (RuntimeException e) {
      taken.forEach(Snapshot::close);
      throw e;
    }
  }

  @Override
  public void close() {
    staging.close();
    production.close();
  }

  private static Snapshot snapshot(Database database) {
    try {
      return Snapshot.of(database.pool());
    } catch (SQLException e) {
      throw TerminalFailure.database(database.name(), String.valueOf(e.getSQLState()), e);
    }
  }

  private static UnderWay underWay(Databases databases, Snapshot staging, ObjectMapper json) {
    try (Connection connection = databases.staging().pool().getConnection()) {
      return UnderWay.since(staging.takenAt(), connection, json);
    } catch (SQLException e) {
      throw TerminalFailure.database("staging", String.valueOf(e.getSQLState()), e);
    }
  }
}
