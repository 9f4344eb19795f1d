package io.syncline.clientapi;

import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.ChildRuns;
import io.syncline.core.run.ChildRuns.Child;
import io.syncline.core.run.ChildRuns.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Finds the accounts that are due, or that somebody means, and leads a run for each. */
@Component
final class DueRuns {
  private static final String ROUTE = "clientapi.sync-credential";

  private final Accounts accounts;
  private final Platforms platforms;
  private final ChildRuns children;
  private final SyncLog log;
  private final ClientApiSettings settings;

  DueRuns(
      Accounts accounts,
      Platforms platforms,
      ChildRuns children,
      SyncLog log,
      ClientApiSettings settings) {
    this.accounts = accounts;
    this.platforms = platforms;
    this.children = children;
    this.log = log;
    this.settings = settings;
  }

  /** Leads them; a dry run says which they are. */
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
      lead(run, new FireTimes(settings.spread()).of(due, selection.isForced(), now), progress);
    }
  }

  private void lead(ActiveRun run, Map<Account, Instant> times, DueProgress progress) {
    List<Account> free = new ArrayList<>();
    times.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .forEach(
            account ->
                account
                    .runningRun()
                    .ifPresentOrElse(
                        holder -> progress.running(account, holder), () -> free.add(account)));
    List<Order> orders = free.stream().map(account -> order(run, account)).toList();
    List<Child> led = children.lead(run, orders, settings.atOnce());
    for (int i = 0; i < led.size(); i++) {
      Account account = free.get(i);
      Child child = led.get(i);
      child.run().ifPresent(it -> progress.started(account, it.id()));
      child.refused().ifPresent(it -> progress.skipped(account, it.detail()));
    }
  }

  private static Order order(ActiveRun run, Account account) {
    return new Order(run.request().child(account.scope(), account.json()), ROUTE, account);
  }
}
