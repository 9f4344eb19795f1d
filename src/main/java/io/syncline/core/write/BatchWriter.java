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
import io.syncline.core.stream.KeptBack;
import io.syncline.core.stream.StagedCounts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Writes batches that are ready: the beans behind {@code core.write}. Threads may share it.
 *
 * <ol>
 *   <li>Staging takes a batch in one statement that also checks the lease and writes ledger,
 *       outbox, cursor and counts. From then on it reaches production, whatever dies.
 *   <li>A batch that staging refuses for a value is halved down to the bad record, which becomes a
 *       dead letter; the others are written.
 *   <li>Production takes what staging committed. What it does not take is pending, and the relay's.
 * </ol>
 */
@Component
public final class BatchWriter {
  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

  private final Databases databases;
  private final BatchStatements statements;
  private final Outbox outbox;
  private final DeadLetters deadLetters;
  private final Leftovers leftovers;
  private final Rehearsal rehearsal;

  BatchWriter(
      Databases databases,
      BatchStatements statements,
      Outbox outbox,
      DeadLetters deadLetters,
      Leftovers leftovers,
      Rehearsal rehearsal) {
    this.databases = databases;
    this.statements = statements;
    this.outbox = outbox;
    this.deadLetters = deadLetters;
    this.leftovers = leftovers;
    this.rehearsal = rehearsal;
  }

  /** Takes a batch of a run in hand, after what goes on aside. */
  public Delivery begin(Batch batch, @Variable("run") ActiveRun run) {
    run.settle();
    return new Delivery(run, batch);
  }

  /**
   * Commits the batch in staging, in parts where a record is refused; one without records where it
   * moves a cursor.
   *
   * @throws TerminalFailure when the run was stopped or lost its lease, or staging cannot be used
   * @throws TransientFailure when staging may be back soon
   */
  public void stage(Delivery delivery) {
    delivery.run().checkGoingOn();
    boolean isEmpty = delivery.batch().records().isEmpty();
    if (isEmpty && (delivery.batch().cursor().isEmpty() || delivery.run().isDryRun())) {
      return;
    }
    if (delivery.run().isDryRun()) {
      delivery.refusedOnes(rehearsal.rehearse(delivery.run(), delivery.batch()));
      return;
    }
    while (!delivery.unstaged().isEmpty()) {
      stagePart(delivery, delivery.unstaged().getFirst());
    }
    delivery.staged().forEach(part -> deadLetters.written(part, "staging"));
  }

  /**
   * Commits in production what staging took, then marks it delivered.
   *
   * @throws TransientFailure when production did not take it, which the policy tries again
   * @throws TerminalFailure when a later run was granted the scope
   */
  public void apply(Delivery delivery) {
    for (Batch part : delivery.staged()) {
      if (part.isOfProduction()) {
        applyPart(delivery, part);
      }
      delivery.appliedOne(part);
    }
  }

  /** Leaves to the relay what production did not take in all tries (document 004, dual write). */
  public void leaveToRelay(OnItsWay delivery) {
    delivery.left().forEach(left -> leftovers.leaveToRelay(delivery.run(), left));
  }

  private void stagePart(Delivery delivery, Batch part) {
    Optional<StagedCounts> counts;
    Lock turn = delivery.run().turn(databases.staging());
    turn.lock();
    try (Connection connection = databases.staging().pool().getConnection()) {
      counts = statements.stage(connection, delivery.run(), part);
      if (counts.isEmpty()) {
        counts = outbox.committed(connection, part.id());
      }
    } catch (SQLException e) {
      refused(delivery, part, e);
      return;
    } finally {
      turn.unlock();
    }
    staged(delivery, part, counts.orElseThrow(() -> leftovers.superseded(delivery.run())));
  }

  private void staged(Delivery delivery, Batch part, StagedCounts counts) {
    int written = counts.created() + counts.updated();
    KeptBack.Found found = deadLetters.keepBack(delivery.run(), databases.staging(), part, written);
    int rows = part.records().size() - found.absent().size();
    delivery.refusedOnes(found.absent());
    delivery.unstaged().removeFirst();
    if (found.isNothing()) {
      delivery.stagedOne(part);
    } else {
      delivery.stagedUnlike(part);
    }
    LOG.debug(
        "batch written stream={} rows={} created={} updated={}",
        part.stream().name(),
        rows,
        counts.created(),
        counts.updated());
    delivery.run().tally().staged(part, rows, counts);
  }

  private void refused(Delivery delivery, Batch part, SQLException e) {
    // An update meets rows of others, any number of them: one that is locked costs its key only.
    boolean rows = !part.stream().adds() && SqlFailures.isAboutRows(e);
    if (!rows && !SqlFailures.isAboutData(e)) {
      throw SqlFailures.translate("staging", e);
    }
    // A first attempt whose answer got lost may commit while the second waits for it.
    Optional<StagedCounts> committed =
        Sql.on(databases.staging(), staging -> outbox.committed(staging, part.id()));
    if (committed.isPresent()) {
      staged(delivery, part, committed.get());
      return;
    }
    if (part.records().size() > 1) {
      var halves = part.halves();
      delivery.unstaged().removeFirst();
      delivery.unstaged().addFirst(halves.get(1));
      delivery.unstaged().addFirst(halves.get(0));
      return;
    }
    if (rows && delivery.isFirstTry(part)) {
      return;
    }
    deadLetters.keep(delivery.run(), part, e);
    delivery.run().tally().refusedByStaging(part, 1);
    delivery.refusedOnes(part.records());
    delivery.unstaged().removeFirst();
    if (part.hasFollowUp()) {
      delivery.unstaged().addFirst(part.withoutRecords());
    }
  }

  private void applyPart(Delivery delivery, Batch part) {
    if (delivery.isUnlike(part) || part.stream().shared()) {
      leftovers.copy(delivery.run(), part);
      return;
    }
    // Updates reach production in the order of staging, or an old value would come last.
    if (!part.stream().adds() && outbox.hasEarlier(delivery.run().id(), part.stream().table())) {
      leftovers.leaveToRelay(
          delivery.run(), Delivery.left(part), "it waits behind an earlier batch of its table");
      return;
    }
    Optional<Integer> written;
    Lock turn = delivery.run().turn(databases.production());
    turn.lock();
    try (Connection connection = databases.production().pool().getConnection()) {
      written = statements.apply(connection, delivery.run(), part);
    } catch (SQLException e) {
      if (!SqlFailures.isAboutData(e)) {
        leftovers.notReached(delivery.run(), Delivery.left(part), e);
        return;
      }
      leftovers.refused(delivery.run(), part);
      return;
    } finally {
      turn.unlock();
    }
    if (written.isEmpty()) {
      leftovers.notFenced(delivery.run(), Delivery.left(part));
      return;
    }
    outbox.delivered(delivery.run().pipeline(), part.stream().name(), part.id());
    deadLetters.keepBack(delivery.run(), databases.production(), part, written.get());
    deadLetters.written(part, "production");
  }
}
