package io.syncline.core.write;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.database.Sql;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.relay.RelayCopy;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Binder;
import io.syncline.core.stream.Part;
import io.syncline.core.stream.PartKeys;
import io.syncline.core.stream.Partitions;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.StreamSql;
import io.syncline.core.stream.Streams;
import io.syncline.core.write.ComposedDelivery.Staged;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/**
 * Production's turn of a composed batch: two statements in one transaction, between which the rows
 * that several scopes write are read from staging. Threads may share it.
 */
@Component
final class ComposedProduction {
  private final Databases databases;
  private final Streams streams;
  private final RelayCopy copy;
  private final Partitions partitions;

  /** Who waits for a lane that is taken alone does so here, and keeps no connection. */
  private final Map<String, Lock> turns = new ConcurrentHashMap<>();

  ComposedProduction(Databases databases, Streams streams, RelayCopy copy, Partitions partitions) {
    this.databases = databases;
    this.streams = streams;
    this.copy = copy;
    this.partitions = partitions;
  }

  /** Rows of a table as production is to have them, and how many it wrote. */
  record Arrived(Stream stream, List<SyncRecord> records, int written) {}

  /** Whether production may take the batch, and has it already. */
  private record Entered(boolean fenced, boolean applied) {}

  private record Load(Stream stream, List<SyncRecord> records, boolean stampedEach) {}

  /** What staging no longer holds of what was derived goes, before the rest is copied. */
  private void deleteOthers(Connection production, List<Load> loads, Staged batch)
      throws SQLException {
    for (Part part : batch.composed().delivered()) {
      for (Load load : loads) {
        if (part.prefix().isPresent() && load.stream().table().equals(part.stream().table())) {
          copy.deleteOthers(production, load.stream(), PartKeys.of(part).keys(), load.records());
        }
      }
    }
  }

  /**
   * What production has of the batch now, nothing where it had it already; empty when the run may
   * not write any more.
   */
  Optional<List<Arrived>> apply(ActiveRun run, Staged batch) throws SQLException {
    Optional<Stream> whole = whole(batch);
    if (whole.isEmpty()) {
      return inTransaction(run, batch, whole);
    }
    Lock turn = turns.computeIfAbsent(whole.get().table(), table -> new ReentrantLock(true));
    turn.lock();
    try {
      return inTransaction(run, batch, whole);
    } finally {
      turn.unlock();
    }
  }

  /** Whole rows: the batch may have written some of their columns. Asking may take a connection. */
  private Optional<Stream> whole(Staged batch) {
    return batch.composed().delivered().stream()
        .map(Part::stream)
        .filter(Stream::shared)
        .findFirst()
        .map(shared -> streams.find(shared.table(), shared.name()).orElse(shared));
  }

  private Optional<List<Arrived>> inTransaction(ActiveRun run, Staged batch, Optional<Stream> whole)
      throws SQLException {
    try (Connection production = databases.production().pool().getConnection()) {
      return Sql.inTransaction(production, () -> apply(production, run, batch, whole));
    }
  }

  private Optional<List<Arrived>> apply(
      Connection production, ActiveRun run, Staged batch, Optional<Stream> whole)
      throws SQLException {
    Entered entered = enter(production, run, batch, false);
    if (!entered.fenced()) {
      entered = enter(production, run, batch, true);
    }
    if (!entered.fenced()) {
      return Optional.empty();
    }
    return Optional.of(
        entered.applied() ? write(production, loads(batch, whole), batch) : List.of());
  }

  private static Entered enter(Connection production, ActiveRun run, Staged batch, boolean raising)
      throws SQLException {
    Composed composed = batch.composed();
    String lane = composed.lane().orElseThrow();
    boolean alone = composed.parts().stream().anyMatch(part -> part.stream().shared());
    try (PreparedStatement statement =
        production.prepareStatement(StreamSql.entering(alone, raising))) {
      Binder binder = new Binder(production, statement);
      binder.add(lane).add(run.fenceRow()).add(run.fence());
      binder.add(batch.id()).add(run.id()).add(lane).add(composed.outcomes().written());
      binder.add(run.installation());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Entered(row.getInt("fenced") == 1, row.getInt("applied") == 1);
      }
    }
  }

  private List<Load> loads(Staged batch, Optional<Stream> whole) throws SQLException {
    List<Load> loads = new ArrayList<>();
    for (Part part : batch.composed().delivered()) {
      loads.add(
          part.stream().shared()
              ? asStagingHolds(batch, part, whole.orElseThrow())
              : new Load(part.stream(), part.records(), false));
    }
    return loads;
  }

  private Load asStagingHolds(Staged batch, Part part, Stream whole) throws SQLException {
    try (Connection staging = databases.staging().pool().getConnection()) {
      return new Load(whole, copy.current(staging, whole, PartKeys.of(part), batch.id()), true);
    }
  }

  private List<Arrived> write(Connection production, List<Load> loads, Staged batch)
      throws SQLException {
    Database database = databases.production();
    for (Load load : loads) {
      partitions.require(production, database, load.stream());
    }
    deleteOthers(production, loads, batch);
    List<String> texts =
        loads.stream()
            .map(
                load -> {
                  StreamSql sql = new StreamSql(load.stream(), database);
                  return load.stampedEach() ? sql.copied() : sql.part();
                })
            .toList();
    try (PreparedStatement statement = production.prepareStatement(StreamSql.together(texts))) {
      Binder binder = new Binder(production, statement);
      for (Load load : loads) {
        bind(binder, load, batch);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        List<Arrived> arrived = new ArrayList<>();
        for (int i = 0; i < loads.size(); i++) {
          arrived.add(
              new Arrived(loads.get(i).stream(), loads.get(i).records(), row.getInt(i + 1)));
        }
        return arrived;
      }
    }
  }

  private static void bind(Binder binder, Load load, Staged batch) throws SQLException {
    if (load.stampedEach()) {
      binder.records(load.stream().columns(), load.records());
      binder.stampsOfEach(load.stream(), load.records());
    } else {
      binder.stamps(load.stream(), batch.at());
      binder.records(load.stream().columns(), load.records());
    }
  }
}
