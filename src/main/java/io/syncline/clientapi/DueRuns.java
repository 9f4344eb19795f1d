package io.syncline.clientapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.credential.CredentialStore;
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
  private static final String SWEEP = "clientapi.sync-ids";

  private final Accounts accounts;
  private final Platforms platforms;
  private final CredentialStore store;
  private final RunQueue queue;
  private final SyncLog log;
  private final ClientApiSettings settings;

  DueRuns(
      Accounts accounts,
      Platforms platforms,
      CredentialStore store,
      RunQueue queue,
      SyncLog log,
      ClientApiSettings settings) {
    this.accounts = accounts;
    this.platforms = platforms;
    this.store = store;
    this.queue = queue;
    this.log = log;
    this.settings = settings;
  }

  /** Queues them; a dry run says which they are, that of a sweep what becomes of their records. */
  void lead(@Variable("run") ActiveRun run) {
    Selection selection = Selection.of(run.request().parameters());
    DueProgress progress = run.reportBy(new DueProgress());
    boolean isSweep = ClientApi.isSweep(run.request().parameters());
    if (!isSweep) {
      log.begun();
    } else if (!run.isDryRun()) {
      store.forgetRemoved();
    }
    Instant now = accounts.now();
    List<Account> due = new ArrayList<>();
    for (Account account : accounts.selected(selection)) {
      selection
          .leavesOut(account, platforms, now)
          .ifPresentOrElse(reason -> progress.skipped(account, reason), () -> due.add(account));
    }
    if (!isSweep) {
      log.found(due.size());
    }
    run.tally().sourceAnswered();
    if (run.isDryRun() && !isSweep) {
      due.forEach(progress::wouldStart);
    } else {
      queue(
          run,
          isSweep,
          new FireTimes(settings.spread()).of(due, selection.isForced(), now),
          progress);
    }
  }

  private void queue(
      ActiveRun run, boolean isSweep, Map<Account, Instant> times, DueProgress progress) {
    times.forEach(
        (account, at) -> {
          ObjectNode asked = account.json();
          if (isSweep) {
            asked.put(ClientApi.MODE, ClientApi.SWEEP);
          }
          RunRequest request = run.request().child(account.scope(), asked);
          RunQueue.Entry entry = queue.enqueue(run, request, isSweep ? SWEEP : ROUTE, at);
          if (entry.isQueued()) {
            progress.started(account, entry.run());
          } else {
            progress.running(account, entry.run());
          }
        });
  }
}
