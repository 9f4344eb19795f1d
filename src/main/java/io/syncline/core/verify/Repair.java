package io.syncline.core.verify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.relay.Outbox;
import io.syncline.core.relay.RelayAtOnce;
import io.syncline.core.relay.RelaySettings;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.LeasedWrites;
import io.syncline.core.run.ProductionFences;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunRequest.Turn;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Variable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Brings production to what staging has, after one of them was restored. Runs may go on meanwhile.
 *
 * <ol>
 *   <li>Both are compared. The keys of rows that production lacks or has differently become batches
 *       of the outbox, as those of a run's own records do.
 *   <li>The relay delivers them: alone in the table's lane it copies what staging holds by then, so
 *       that nothing older comes after something newer.
 *   <li>Rows that only production has stay, unless the request says otherwise: then they go as
 *       tombstones, which spare what staging has by then.
 *   <li>When production has all of that, {@code sync_applied} is made equal to the ledger.
 * </ol>
 */
@Component
public final class Repair {
  public static final String DELETE_EXTRA = "delete_extra";
  private static final String SCOPE = RunRequest.CORE + "/repair";
  private static final int IDLE_ROUNDS = 5;

  private final Verifier verifier;
  private final RelayAtOnce relay;
  private final RelaySettings settings;
  private final LeasedWrites writes;
  private final Outbox outbox;
  private final Databases databases;
  private final ProductionFences fences;
  private final LastComparison last;

  Repair(
      Verifier verifier,
      RelayAtOnce relay,
      RelaySettings settings,
      LeasedWrites writes,
      Outbox outbox,
      Databases databases,
      ProductionFences fences,
      LastComparison last) {
    this.verifier = verifier;
    this.relay = relay;
    this.settings = settings;
    this.writes = writes;
    this.outbox = outbox;
    this.databases = databases;
    this.fences = fences;
    this.last = last;
  }

  /** What is asked for: what a dry run would do is in the run's report. */
  public record Order(boolean dryRun, boolean deleteExtra) {}

  /** The request for a run that repairs; at most one at a time in the whole cluster. */
  public static RunRequest request(
      Order order, Trigger trigger, Optional<String> slot, String caller, Duration patience) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put(DELETE_EXTRA, order.deleteExtra());
    return new RunRequest(
        RunRequest.CORE,
        SCOPE,
        trigger,
        slot,
        caller,
        parameters,
        order.dryRun(),
        false,
        patience,
        Turn.NONE);
  }

  /** The work of such a run. */
  void repair(@Variable("run") ActiveRun run) {
    boolean deleteExtra = run.request().parameters().path(DELETE_EXTRA).asBoolean();
    RepairReport report = new RepairReport(deleteExtra);
    run.reportBy(report::json);
    RepairBatches batches = new RepairBatches(run, writes, outbox, report, deleteExtra);
    try (PairSnapshot pair = verifier.snapshot()) {
      report.compared(verifier.compareTables(pair, batches));
      run.tally().sourceAnswered(); // staging is the source here
      batches.flush();
      if (run.isDryRun()) {
        verifier.compareLedger(pair, report);
        return;
      }
    }
    deliver(run, batches.queued());
    if (isDelivered(run, report)) {
      settle(report);
    }
    last.forget();
  }

  /** Production may be away or a table busy: given up when several rounds delivered nothing. */
  private void deliver(ActiveRun run, List<RepairBatches.Queued> queued) {
    Set<UUID> pending = pending(run);
    int idle = 0;
    while (!pending.isEmpty() && idle < IDLE_ROUNDS) {
      deliverOnce(run, queued, pending);
      Set<UUID> left = pending(run);
      if (left.size() < pending.size()) {
        idle = 0;
      } else {
        idle++;
        LockSupport.parkNanos(settings.firstDelay().toNanos());
      }
      pending = left;
    }
  }

  /** Ends with the first batch that stays pending: the others would fare no better. */
  private void deliverOnce(ActiveRun run, List<RepairBatches.Queued> queued, Set<UUID> pending) {
    for (RepairBatches.Queued batch : queued) {
      run.checkGoingOn();
      if (pending.contains(batch.id())
          && relay.deliverOrBury(batch.id(), batch.stream()).isEmpty()) {
        return;
      }
    }
  }

  private boolean isDelivered(ActiveRun run, RepairReport report) {
    int pending = pending(run).size();
    long refused =
        staging()
            .sql("SELECT count(*) FROM sync_dead_letters WHERE run_id = ?")
            .param(run.id())
            .query(Long.class)
            .single();
    report.delivered(pending, refused);
    if (pending > 0) {
      trouble(run, pending + " batches wait for production: the relay delivers them");
    }
    if (refused > 0) {
      trouble(run, "Production refused " + refused + " records: they are dead letters");
    }
    return pending == 0;
  }

  private static void trouble(ActiveRun run, String words) {
    run.trouble(ErrorKind.DB, run.id().toString(), words);
  }

  private void settle(RepairReport report) {
    try (PairSnapshot pair = verifier.snapshot()) {
      AppliedRepair applied = new AppliedRepair(databases, fences.installation(), report);
      verifier.compareLedger(pair, applied);
      applied.flush();
    }
  }

  private Set<UUID> pending(ActiveRun run) {
    return new HashSet<>(
        staging()
            .sql("SELECT id FROM run_batches WHERE run_id = ? AND state = 'pending'")
            .param(run.id())
            .query(UUID.class)
            .list());
  }

  private JdbcClient staging() {
    return JdbcClient.create(databases.staging().pool());
  }
}
