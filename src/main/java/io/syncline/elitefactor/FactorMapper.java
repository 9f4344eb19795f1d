package io.syncline.elitefactor;

import com.fasterxml.jackson.databind.node.TextNode;
import io.syncline.core.record.Page;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Batch;
import io.syncline.core.write.PageBatches;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Makes a batch of a page of factors; what is no number is kept as it came. */
@Component
record FactorMapper(PageBatches batches) {

  private record Factors(List<SyncRecord> records, List<RejectedRecord> rejected) implements Page {}

  Batch batch(
      @Body FactorReading page,
      @Variable("run") ActiveRun run,
      @Variable("progress") FactorProgress progress) {
    Batch batch = batches.one(run, EliteFactor.streamOf(run), map(page));
    // Only now: a failure above has this step tried again, and it must not be counted twice.
    progress.lookedUp(page);
    return batch;
  }

  private static Factors map(FactorReading page) {
    Factors factors = new Factors(new ArrayList<>(), new ArrayList<>());
    page.factors()
        .forEach(
            (code, factor) -> {
              try {
                factors.records.add(SyncRecord.of(code, new BigDecimal(factor)));
              } catch (NumberFormatException e) {
                factors.rejected.add(
                    new RejectedRecord(
                        code, TextNode.valueOf(factor), "elite_factor: not a number"));
              }
            });
    return factors;
  }
}
