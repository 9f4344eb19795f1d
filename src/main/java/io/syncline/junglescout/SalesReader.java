package io.syncline.junglescout;

import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.record.Page;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.ReadFailures;
import io.syncline.core.source.SourceAnswer;
import io.syncline.junglescout.SyncPlan.Chunk;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Reads and maps the sales of one product: one call, more only where the days do not fit one. */
@Component
final class SalesReader {
  private final JungleScoutClient client;
  private final JungleScoutSettings settings;
  private final ReadFailures failures;
  private final WorkerNumbers workers = new WorkerNumbers();

  SalesReader(JungleScoutClient client, JungleScoutSettings settings, ReadFailures failures) {
    this.client = client;
    this.settings = settings;
    this.failures = failures;
  }

  /**
   * A product's sales.
   *
   * @param worker who read it
   * @param sound whether the answer was about what was asked for, to its end
   * @param noEstimate why there is no estimate, where that is the vendor's answer; else empty
   */
  record SalesPage(
      AsinTarget target,
      int worker,
      List<SyncRecord> records,
      List<RejectedRecord> rejected,
      boolean sound,
      String noEstimate)
      implements Page {

    /** Whether there is something of it to store, or nothing to be had. */
    boolean isGood() {
      return sound && (rejected.isEmpty() || !records.isEmpty());
    }
  }

  SalesPage read(
      @Body AsinTarget target, @Variable("chunk") Chunk chunk, @Variable("run") ActiveRun run) {
    int worker = workers.take();
    try {
      DebugLog.of(run).askingForSales(worker, target);
      SalesPage page = read(run, chunk, target, worker);
      DebugLog.of(run).salesAnswered(worker, page.records().size(), target.asin());
      return page;
    } finally {
      workers.giveBack(worker);
    }
  }

  private SalesPage read(ActiveRun run, Chunk chunk, AsinTarget target, int worker) {
    try {
      return gather(run, chunk, target, worker);
    } catch (TransientFailure e) {
      failures.note("Sales fetch for " + target.asin(), run, e);
      DebugLog.of(run).salesFailed(target.asin(), e.getMessage());
      return new SalesPage(target, worker, List.of(), List.of(), false, "");
    }
  }

  private SalesPage gather(ActiveRun run, Chunk chunk, AsinTarget target, int worker) {
    List<SyncRecord> records = new ArrayList<>();
    List<RejectedRecord> rejected = new ArrayList<>();
    boolean sound = true;
    String noEstimate = "";
    for (Span span : target.sales().cutTo(settings.salesSpanDays())) {
      SourceAnswer answer = client.sales(run, chunk.marketplace(), target.asin(), span);
      if (Refusals.saysNoEstimate(answer.status(), answer.body())) {
        run.sourceAnswered();
        noEstimate = Refusals.code(answer.body());
        continue;
      }
      SalesMapper.Mapped mapped = map(run, chunk, target, span, answer);
      records.addAll(mapped.records());
      rejected.addAll(mapped.rejected());
      sound &= mapped.sound();
    }
    if (records.isEmpty() && rejected.isEmpty() && sound && noEstimate.isEmpty()) {
      noEstimate = "NO_ESTIMATE_IN_RANGE";
    }
    return new SalesPage(
        target, worker, records, rejected, sound, records.isEmpty() ? noEstimate : "");
  }

  private SalesMapper.Mapped map(
      ActiveRun run, Chunk chunk, AsinTarget target, Span span, SourceAnswer answer) {
    if (!answer.isSuccess()) {
      refuse(run, target, "HTTP " + answer.status() + " " + Refusals.code(answer.body()));
      return new SalesMapper.Mapped(List.of(), List.of(), false);
    }
    SalesMapper.Mapped mapped =
        SalesMapper.map(chunk.marketplace(), target.asin(), span, answer.body());
    if (mapped.sound()) {
      run.sourceAnswered();
    } else {
      refuse(run, target, "the answer is not what was asked for");
    }
    return mapped;
  }

  private void refuse(ActiveRun run, AsinTarget target, String reason) {
    DebugLog.of(run).salesFailed(target.asin(), reason);
    run.trouble(
        ErrorKind.API, target.asin(), "Sales fetch for " + target.asin() + " failed: " + reason);
  }
}
