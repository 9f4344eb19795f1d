package io.syncline.core.write;

import io.syncline.core.database.Databases;
import io.syncline.core.database.Sql;
import io.syncline.core.error.SqlFailures;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.letter.DeadLetters;
import io.syncline.core.relay.Outbox;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Batch;
import io.syncline.core.stream.StagedCounts;
import io.syncline.core.write.ComposedDelivery.Staged;
import io.syncline.core.write.ComposedDelivery.Todo;
import io.syncline.core.write.ComposedProduction.Arrived;
import io.syncline.core.write.ComposedStatements.Written;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Writes what is composed: the beans behind {@code core.compose}. Threads may share it.
 *
 * <ol>
 *   <li>Staging: the lease's row is locked, the batch is composed from what is there, its parts are
 *       written with ledger, outbox, errors, cursor and counts, in one transaction.
 *   <li>Where a value is refused the composition is halved, in the order of its source, down to the
 *       row, which then says itself what becomes of it.
 *   <li>Production takes all parts in one transaction or, through the relay, later.
 * </ol>
 */
@Component
public final class ComposedWriter {
  private static final Logger LOG = LoggerFactory.getLogger(ComposedWriter.class);
  private static final String TOOK_TOO_LONG = "57014";

  private final Databases databases;
  private final ComposedStatements statements;
  private final ComposedProduction production;
  private final Outbox outbox;
  private final DeadLetters deadLetters;
  private final Leftovers leftovers;
  private final ComposedRehearsal rehearsal;

  ComposedWriter(
      Databases databases,
      ComposedStatements statements,
      ComposedProduction production,
      Outbox outbox,
      DeadLetters deadLetters,
      Leftovers leftovers,
      ComposedRehearsal rehearsal) {
    this.databases = databases;
    this.statements = statements;
    this.production = production;
    this.outbox = outbox;
    this.deadLetters = deadLetters;
    this.leftovers = leftovers;
    this.rehearsal = rehearsal;
  }

  /** Takes a composition of a run in hand. */
  public ComposedDelivery begin(@Body Composition one, @Variable("run") ActiveRun run) {
    return new ComposedDelivery(run, List.of(one), false);
  }

  /** Takes several in hand, which a rehearsal tries one upon the other. */
  public ComposedDelivery begin(@Body List<Composition> all, @Variable("run") ActiveRun run) {
    return new ComposedDelivery(run, all, true);
  }

  /**
   * Commits each in staging, in parts where a row is refused.
   *
   * @throws TerminalFailure when the run was stopped or lost its lease, or staging cannot be used
   * @throws TransientFailure when staging may be back soon
   */
  public void stage(ComposedDelivery delivery) {
    if (delivery.run().isDryRun()) {
      rehearsal.rehearse(delivery);
      return;
    }
    while (!delivery.unstaged().isEmpty()) {
      delivery.run().checkGoingOn();
      stageOne(delivery, delivery.unstaged().getFirst());
    }
  }

  /**
   * Commits in production what staging took, then marks it delivered.
   *
   * @throws TransientFailure when production did not take it, which the policy tries again
   * @throws TerminalFailure when a later run was granted the scope
   */
  public void apply(ComposedDelivery delivery) {
    for (Staged batch : delivery.staged()) {
      applyOne(delivery.run(), batch);
      delivery.appliedOne(batch);
    }
  }

  private void stageOne(ComposedDelivery delivery, Todo todo) {
    Optional<Written> written;
    try (Connection connection = databases.staging().pool().getConnection()) {
      written = Sql.inTransaction(connection, () -> write(connection, delivery, todo));
    } catch (SQLException e) {
      failed(delivery, todo, e);
      return;
    } catch (DataAccessException e) {
      failed(delivery, todo, SqlFailures.cause(e));
      return;
    }
    if (written.isPresent()) {
      staged(delivery, todo, written.get());
    } else if (!committedBefore(delivery, todo)) {
      throw leftovers.superseded(delivery.run());
    }
  }

  /** All but the commit, whose answer may get lost. */
  Optional<Written> write(Connection connection, ComposedDelivery delivery, Todo todo)
      throws SQLException {
    Optional<Written> written = statements.write(connection, delivery.run(), todo);
    written.ifPresent(delivery::attempted);
    return written;
  }

  private static void staged(ComposedDelivery delivery, Todo todo, Written written) {
    ActiveRun run = delivery.run();
    Composed composed = written.composed();
    Outcomes outcomes = composed.outcomes();
    delivery.unstaged().removeFirst();
    run.errors().stored(written.entries());
    run.tally()
        .composed(
            todo.id(),
            todo.composition().name(),
            outcomes.written(),
            new StagedCounts(outcomes.created(), outcomes.updated()));
    delivery.stagedOne(new Staged(todo.id(), todo.composition().name(), composed, written.at()));
    LOG.debug("batch composed stream={} outcomes={}", todo.composition().name(), outcomes);
  }

  /** The answer to its commit was lost: no later attempt comes past the ledger's row. */
  private boolean committedBefore(ComposedDelivery delivery, Todo todo) {
    boolean committed =
        Sql.on(databases.staging(), staging -> outbox.committed(staging, todo.id())).isPresent();
    if (committed) {
      LOG.info("batch was committed unheard batch={}", todo.id());
      staged(delivery, todo, delivery.attempted());
    }
    return committed;
  }

  private void failed(ComposedDelivery delivery, Todo todo, SQLException e) {
    if (!isRefusal(todo.composition(), e) || todo.refusal().isPresent()) {
      throw SqlFailures.translate("staging", e);
    }
    // A first attempt whose answer got lost may commit while the second waits for it.
    if (!committedBefore(delivery, todo)) {
      split(delivery.unstaged(), todo, e);
    }
  }

  private static boolean isRefusal(Composition composition, SQLException e) {
    return SqlFailures.isAboutData(e)
        || composition.standsAlone() && TOOK_TOO_LONG.equals(e.getSQLState());
  }

  /** In place of what was refused: its halves, or what its one row says of that. */
  static void split(Deque<Todo> unstaged, Todo refused, SQLException e) {
    Composition composition = refused.composition();
    unstaged.removeFirst();
    if (composition.size() > 1) {
      List<Composition> halves = composition.halves();
      for (int i = halves.size() - 1; i >= 0; i--) {
        unstaged.addFirst(Todo.of(halves.get(i)));
      }
    } else {
      unstaged.addFirst(
          new Todo(UUID.randomUUID(), composition, Optional.of(DeadLetters.words(e))));
    }
  }

  private void applyOne(ActiveRun run, Staged batch) {
    OnItsWay.Left left = ComposedDelivery.left(batch);
    Optional<List<Arrived>> arrived;
    try {
      arrived = production.apply(run, batch);
    } catch (SQLException e) {
      if (SqlFailures.isAboutData(e)) {
        leftovers.leaveToRelay(run, left);
      } else {
        leftovers.notReached(run, left, e);
      }
      return;
    }
    if (arrived.isEmpty()) {
      leftovers.notFenced(run, left);
      return;
    }
    outbox.delivered(run.pipeline(), batch.name(), batch.id());
    for (Arrived part : arrived.get()) {
      Batch rows = new Batch(batch.id(), part.stream(), part.records(), batch.at());
      deadLetters.keepBack(run, databases.production(), rows, part.written());
      deadLetters.written(rows, "production");
    }
  }
}
