package io.syncline.elitefactor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Figure;
import io.syncline.core.run.Progress;
import io.syncline.core.run.Tally;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * How far a run is, counted in artisans: the variable {@code progress} of its exchanges and the
 * run's report. Threads may share it.
 */
final class FactorProgress implements Progress {
  static final Figure UPDATED = new Figure("updated");
  static final Figure NOT_FOUND = new Figure("notFound");
  static final Figure ERRORS = new Figure("errors");
  static final Figure ARTISANS = new Figure("artisans");
  static final String UNKNOWN_CODES = "not_found_codes";
  static final String REFUSED_CODES = "refused_codes";

  private final ActiveRun run;
  private final AtomicInteger artisans = new AtomicInteger();
  private final AtomicInteger notFound = new AtomicInteger();
  private final Set<String> unknownCodes = ConcurrentHashMap.newKeySet();
  private final Set<String> refusedCodes = ConcurrentHashMap.newKeySet();
  private final AtomicInteger unreadable = new AtomicInteger();
  private final AtomicInteger duplicates = new AtomicInteger();
  private final AtomicInteger lookups = new AtomicInteger();
  private final AtomicInteger lookingUp = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();

  private FactorProgress(ActiveRun run) {
    this.run = run;
  }

  /** Keeps the run's report current from now on. */
  static FactorProgress of(ActiveRun run) {
    FactorProgress progress = new FactorProgress(run);
    run.reportBy(progress);
    return progress;
  }

  /** How many artisans the run is about. */
  void selected(int count) {
    artisans.set(count);
  }

  /** A page was looked up, and what is wrong with it was kept. */
  void lookedUp(Collection<String> unknown, int notNumbers, int inTwoTables) {
    notFound.addAndGet(unknown.size());
    if (isShared()) {
      unknownCodes.addAll(unknown);
    }
    unreadable.addAndGet(notNumbers);
    duplicates.addAndGet(inTwoTables);
  }

  /** These codes became dead letters. */
  void refused(Collection<String> codes) {
    refusedCodes.addAll(codes);
  }

  /** Only callers who share a run have to be told apart. */
  private boolean isShared() {
    return SharedLookups.isShared(run.request().parameters());
  }

  /** One statement to Yuhinkai, counted. */
  <T> T lookUp(Supplier<T> statement) {
    lookups.incrementAndGet();
    run.tally().call();
    mostAtOnce.accumulateAndGet(lookingUp.incrementAndGet(), Math::max);
    try {
      return statement.get();
    } finally {
      lookingUp.decrementAndGet();
    }
  }

  @Override
  public long reached() {
    Tally.Records written = run.tally().of(EliteFactor.streamOf(run));
    return written.staged() + written.refusedByStaging() + notFound.get() + unreadable.get();
  }

  @Override
  public long total() {
    return artisans.get();
  }

  /** The document's counts, then ours; artisans all of them but for the statements. */
  @Override
  public ObjectNode report() {
    Tally.Records written = run.tally().of(EliteFactor.streamOf(run));
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    UPDATED.tell(report, written.staged() - written.refusedByProduction());
    NOT_FOUND.tell(report, notFound.get());
    ERRORS.tell(
        report, written.refusedByStaging() + written.refusedByProduction() + unreadable.get());
    ARTISANS.tell(report, artisans.get());
    report.put("unchanged", written.staged() - written.updated());
    report.put("duplicates", duplicates.get());
    report.put("lookup_statements", lookups.get());
    report.put("most_lookups_at_once", mostAtOnce.get());
    if (isShared()) {
      unknownCodes.forEach(report.putArray(UNKNOWN_CODES)::add);
      refusedCodes.forEach(report.putArray(REFUSED_CODES)::add);
    }
    return report;
  }
}
