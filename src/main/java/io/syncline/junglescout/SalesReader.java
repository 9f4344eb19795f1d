package io.syncline.junglescout;

import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.ReadFailures;
import io.syncline.core.source.SourceAnswer;
import io.syncline.junglescout.SalesReading.Answer;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Fetches the sales of one product: one call, more only where the days do not fit one. */
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

  SalesReading fetch(
      @Body AsinTarget target, @Variable("chunk") Chunk chunk, @Variable("run") ActiveRun run) {
    int worker = workers.take();
    try {
      DebugLog.of(run).askingForSales(worker, target);
      SalesReading reading = fetch(run, chunk.marketplace(), target, worker);
      DebugLog.of(run).salesAnswered(worker, reading.points(), target.asin());
      return reading;
    } finally {
      workers.giveBack(worker);
    }
  }

  private SalesReading fetch(
      ActiveRun run, Marketplace marketplace, AsinTarget target, int worker) {
    List<Answer> answers = new ArrayList<>();
    boolean complete = true;
    String noEstimate = "";
    try {
      for (Span span : target.sales().cutTo(settings.salesSpanDays())) {
        SourceAnswer answer = client.sales(run, marketplace, target.asin(), span);
        if (Refusals.saysNoEstimate(answer.status(), answer.body())) {
          run.tally().sourceAnswered();
          noEstimate = Refusals.code(answer.body());
        } else if (answer.isSuccess()) {
          answers.add(
              told(run, target, Answer.of(marketplace, target.asin(), span, answer.body())));
        } else {
          refuse(run, target, "HTTP " + answer.status() + " " + Refusals.code(answer.body()));
          complete = false;
        }
      }
      return new SalesReading(target, marketplace, worker, answers, complete, noEstimate);
    } catch (TransientFailure e) {
      failures.note("Sales fetch for " + target.asin(), run, e);
      DebugLog.of(run).salesFailed(target.asin(), e.getMessage());
      return new SalesReading(target, marketplace, worker, List.of(), false, "");
    }
  }

  private static Answer told(ActiveRun run, AsinTarget target, Answer answer) {
    if (answer.sound()) {
      run.tally().sourceAnswered();
    } else {
      refuse(run, target, "the answer is not what was asked for");
    }
    return answer;
  }

  private static void refuse(ActiveRun run, AsinTarget target, String reason) {
    DebugLog.of(run).salesFailed(target.asin(), reason);
    run.trouble(
        ErrorKind.API, target.asin(), "Sales fetch for " + target.asin() + " failed: " + reason);
  }
}
