package io.syncline.core.write;

import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.relay.Outbox;
import io.syncline.core.relay.RelayAtOnce;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Batch;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What becomes of a batch that production does not take as its run has it. Threads may share it.
 */
@Component
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final Outbox outbox;
  private final RelayAtOnce relay;
  private final BatchStatements statements;

  Leftovers(Outbox outbox, RelayAtOnce relay, BatchStatements statements) {
    this.outbox = outbox;
    this.relay = relay;
    this.statements = statements;
  }

  /**
   * A refused row may be taken later, so the relay tries it again. Not so a refused update: all
   * later ones would wait behind it, and its caller wants to know; it becomes a dead letter at once
   * and the others of its batch are written.
   */
  void refused(ActiveRun run, Batch part) {
    if (part.stream().adds()) {
      leaveToRelay(run, part);
    } else {
      copy(run, part);
    }
  }

  /** Brings to production at once what staging holds of a batch. */
  void copy(ActiveRun run, Batch part) {
    Optional<Integer> buried = relay.deliverOrBury(part.id(), part.stream());
    if (buried.isEmpty()) {
      leaveToRelay(run, part);
      return;
    }
    if (buried.get() == 0) {
      return;
    }
    run.tally().refusedByProduction(part, buried.get());
    run.trouble(
        ErrorKind.DB,
        part.id().toString(),
        "Production refused " + buried.get() + " " + part.stream().name() + " records");
  }

  void leaveToRelay(ActiveRun run, Batch part) {
    leaveToRelay(run, Delivery.left(part));
  }

  void leaveToRelay(ActiveRun run, OnItsWay.Left left) {
    leaveToRelay(run, left, "production did not take it");
  }

  /** Remembers why the relay is to deliver it, and says so. */
  void leaveToRelay(ActiveRun run, OnItsWay.Left left, String reason) {
    outbox.note(left.batch(), reason);
    run.trouble(
        ErrorKind.DB,
        left.batch().toString(),
        "Production store of %s %s records left to the relay: %s"
            .formatted(left.records(), left.stream(), reason));
    LOG.warn("batch left to the relay batch={} reason={}", left.batch(), reason);
  }

  /** Tried again, unless the run is asked to stop: then the relay does that. */
  void notReached(ActiveRun run, OnItsWay.Left left, SQLException e) {
    if (run.stopped().isEmpty()) {
      throw TransientFailure.database("production", String.valueOf(e.getSQLState()), e);
    }
    leaveToRelay(run, left, "the run was asked to stop");
  }

  /** The relay goes by staging, which may have been restored while production was away. */
  void notFenced(ActiveRun run, OnItsWay.Left left) {
    if (!statements.isLeased(run)) {
      throw superseded(run);
    }
    leaveToRelay(run, left, "production stands at a later fence than staging");
  }

  /** The run's scope is another's: it stops. */
  TerminalFailure superseded(ActiveRun run) {
    run.stop(StopReason.LEASE_LOST, "another run was granted " + run.scope());
    return TerminalFailure.leaseLost(run.scope());
  }
}
