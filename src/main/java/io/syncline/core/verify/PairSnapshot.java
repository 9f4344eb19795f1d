package io.syncline.core.verify;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.stream.Stream;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Both databases as they were, staging's moment first, and what was under way between the two. */
record PairSnapshot(Snapshot staging, Snapshot production, UnderWay underWay)
    implements AutoCloseable {

  /**
   * Takes one.
   *
   * @throws TerminalFailure when one of the databases cannot be read
   */
  static PairSnapshot of(Databases databases) {
    Deque<Snapshot> taken = new ArrayDeque<>();
    try {
      for (Database database : List.of(databases.staging(), databases.production())) {
        taken.add(Verifier.reading(database.name(), () -> Snapshot.of(database.pool())));
      }
      OffsetDateTime first = taken.getFirst().takenAt();
      UnderWay underWay =
          Verifier.reading("staging", () -> UnderWay.since(first, databases.staging()));
      return new PairSnapshot(taken.getFirst(), taken.getLast(), underWay);
    } catch (RuntimeException e) {
      taken.forEach(Snapshot::close);
      throw e;
    }
  }

  /**
   * The digests of the keys that may differ, as batches that touch them were under way.
   *
   * @param compared the stream as the tables are compared by it
   */
  Set<String> touched(Stream stream, Stream compared, Databases databases) throws SQLException {
    Set<String> keys = underWay.keys(stream, compared, staging, databases.staging());
    keys.addAll(underWay.keys(stream, compared, production, databases.production()));
    return keys;
  }

  @Override
  public void close() {
    staging.close();
    production.close();
  }
}
