package io.syncline.elitefactor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Figure;
import io.syncline.core.run.Progress;
import io.syncline.core.run.SharedRuns;
import io.syncline.core.run.Tally;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How far a run is, counted in artisans: the variable {@code progress} of its exchanges and the
 * run's report. Threads may share it.
 */
final class FactorProgress implements Progress {
  static final Figure UPDATED = new Figure("updated");
  static final Figure NOT_FOUND = new Figure("notFound");
  static final Figure ERRORS = new Figure("errors");
  private static final Figure ARTISANS = new Figure("artisans");
  private static final String UNKNOWN_CODES = "not_found_codes";
  private static final String REFUSED_CODES = "refused_codes";

  /** What one of several callers is told. */
  static final SharedRuns.Share SHARE =
      new SharedRuns.Share(
          ARTISANS, UPDATED, Map.of(NOT_FOUND, UNKNOWN_CODES, ERRORS, REFUSED_CODES));

  private final ActiveRun run;
  private final AtomicInteger artisans = new AtomicInteger();
  private final AtomicInteger duplicates = new AtomicInteger();
  private final Set<String> unknownCodes = ConcurrentHashMap.newKeySet();
  private final Set<String> refusedCodes = ConcurrentHashMap.newKeySet();

  FactorProgress(ActiveRun run) {
    this.run = run;
  }

  /** How many artisans the run is about. */
  void selected(int count) {
    artisans.set(count);
  }

  /** A page was looked up, and what is wrong with it was kept. */
  void lookedUp(FactorReading page) {
    unknownCodes.addAll(page.notFound());
    duplicates.addAndGet(page.duplicates());
  }

  /** These codes became dead letters. */
  void refused(Collection<String> codes) {
    refusedCodes.addAll(codes);
  }

  @Override
  public long reached() {
    Tally.Records written = written();
    return written.staged() + written.refusedByStaging() + unknownCodes.size() + unreadable();
  }

  @Override
  public long total() {
    return artisans.get();
  }

  /** The document's counts, then ours; artisans all of them but for the statements. */
  @Override
  public ObjectNode report() {
    Tally.Records written = written();
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    UPDATED.tell(report, written.staged() - written.refusedByProduction());
    NOT_FOUND.tell(report, unknownCodes.size());
    ERRORS.tell(report, written.refusedByStaging() + written.refusedByProduction() + unreadable());
    ARTISANS.tell(report, artisans.get());
    report.put("unchanged", written.staged() - written.updated());
    report.put("duplicates", duplicates.get());
    report.put("lookup_statements", run.tally().calls());
    report.put("most_lookups_at_once", run.tally().mostCallsAtOnce());
    if (SharedRuns.isShared(run.request().parameters())) {
      unknownCodes.forEach(report.putArray(UNKNOWN_CODES)::add);
      refusedCodes.forEach(report.putArray(REFUSED_CODES)::add);
    }
    return report;
  }

  private Tally.Records written() {
    return run.tally().of(EliteFactor.streamOf(run));
  }

  /** Factors that were no number. */
  private int unreadable() {
    return run.errors().count(ErrorKind.PARSE);
  }
}
