package io.syncline.clientapi;

import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunQueue;
import io.syncline.core.run.RunRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Finds the accounts that are due, or that somebody means, and queues a run for each. */
@Component
final class DueRuns {
  static final String ROUTE = "clientapi.sync-credential";

  private final Accounts accounts;
  private final Platforms platforms;
  private final RunQueue queue;
  private final SyncLog log;
  private final ClientApiSettings settings;

  DueRuns(
      Accounts accounts,
      Platforms platforms,
      RunQueue queue,
      SyncLog log,
      ClientApiSettings settings) {
    this.accounts = accounts;
    this.platforms = platforms;
    this.queue = queue;
    this.log = log;
    this.settings = settings;
  }

  /** Queues them; a dry run says which they are. */
  void lead(@Variable("run") ActiveRun run) {
    Selection selection = Selection.of(run.request().parameters());
    DueProgress progress = run.reportBy(new DueProgress());
    log.begun();
    Instant now = accounts.now();
    List<Account> due = new ArrayList<>();
    for (Account account : accounts.selected(selection)) {
      selection
          .leavesOut(account, platforms, now)
          .ifPresentOrElse(reason -> progress.skipped(account, reason), () -> due.add(account));
    }
    log.found(due.size());
    run.tally().sourceAnswered();
    if (run.isDryRun()) {
      due.forEach(progress::wouldStart);
    } else {
      queue(run, new FireTimes(settings.spread()).of(due, selection.isForced(), now), progress);
    }
  }

  private void queue(ActiveRun run, Map<Account, Instant> times, DueProgress progress) {
    times.forEach(
        (account, at) -> {
          RunRequest request = run.request().child(account.scope(), account.json());
          RunQueue.Entry entry = queue.enqueue(run, request, ROUTE, at);
          if (entry.isQueued()) {
            progress.started(account, entry.run());
          } else {
            progress.running(account, entry.run());
          }
        });
  }
}
