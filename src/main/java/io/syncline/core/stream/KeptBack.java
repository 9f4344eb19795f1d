package io.syncline.core.stream;

import io.syncline.core.database.Database;
import io.syncline.core.database.Sql;
import io.syncline.core.record.SyncRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Finds records that a table took without an error and does not hold: a trigger BEFORE a row may
 * answer NULL. Its statement only tells that it wrote fewer rows than it was given, which is so of
 * every row that was equal; so only a table with such triggers is looked at again. Threads may
 * share it.
 */
@Component
public final class KeptBack {
  private static final String TRIGGERS =
      """
      SELECT FROM pg_trigger
      WHERE tgrelid = to_regclass(?) AND NOT tgisinternal AND tgenabled <> 'D'
        AND tgtype & 3 = 3 -- of each row, before it
      LIMIT 1
      """;

  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /** What a run found out about a table. */
  private record Known(UUID run, boolean triggers) {}

  /** Records of which a statement wrote so many rows. */
  public record Sent(Stream stream, List<SyncRecord> records, int written) {}

  /**
   * What became of them.
   *
   * @param absent those whose key the table does not have
   * @param other how many of its rows hold something else than their record
   */
  public record Found(List<SyncRecord> absent, int other) {
    private static final Found NOTHING = new Found(List.of(), 0);

    public boolean isNothing() {
      return absent.isEmpty() && other == 0;
    }
  }

  /** Looks for them in a database where they are committed. */
  public Found of(Database database, UUID run, Sent sent) throws SQLException {
    if (!isInDoubt(database, run, sent)) {
      return Found.NOTHING;
    }
    try (Connection connection = database.pool().getConnection()) {
      return of(connection, database, run, sent);
    }
  }

  /** The same inside a transaction. */
  public Found of(Connection connection, Database database, UUID run, Sent sent)
      throws SQLException {
    return isInDoubt(database, run, sent) && hasTriggers(connection, database, run, sent.stream())
        ? compared(connection, database, sent)
        : Found.NOTHING;
  }

  private boolean isInDoubt(Database database, UUID run, Sent sent) {
    Known before = known.get(name(database, sent.stream()));
    boolean harmless = before != null && before.run().equals(run) && !before.triggers();
    return sent.stream().adds() && sent.written() < sent.records().size() && !harmless;
  }

  private boolean hasTriggers(Connection connection, Database database, UUID run, Stream stream)
      throws SQLException {
    Known before = known.get(name(database, stream));
    if (before != null && before.run().equals(run)) {
      return before.triggers();
    }
    boolean triggers = Sql.exists(connection, TRIGGERS, stream.tableIn(database));
    known.put(name(database, stream), new Known(run, triggers));
    return triggers;
  }

  private static String name(Database database, Stream stream) {
    return database.name() + "/" + stream.table();
  }

  private static Found compared(Connection connection, Database database, Sent sent)
      throws SQLException {
    Stream stream = sent.stream();
    List<SyncRecord> absent = new ArrayList<>();
    int other = 0;
    try (PreparedStatement query =
        connection.prepareStatement(
            InsertSql.of(new KeyTypes().of(connection, database, stream), database).unlike())) {
      new Binder(connection, query).records(stream.columns(), sent.records());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          if (row.getBoolean("absent")) {
            absent.add(sent.records().get(row.getInt("position") - 1));
          } else {
            other++;
          }
        }
      }
    }
    return new Found(absent, other);
  }
}
