package io.syncline.elitefactor;

import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Batch;
import io.syncline.core.write.PageBatches;
import io.syncline.elitefactor.FactorMapper.FactorPage;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Makes a batch of a page. */
@Component
final class FactorBatch {
  private final PageBatches batches;

  FactorBatch(PageBatches batches) {
    this.batches = batches;
  }

  Batch batch(
      @Body FactorPage page,
      @Variable("run") ActiveRun run,
      @Variable("progress") FactorProgress progress) {
    Batch batch = batches.one(run, EliteFactor.streamOf(run), page);
    // Only now: a failure above has this step tried again, and it must not be counted twice.
    progress.lookedUp(
        page.reading().notFound(), page.rejected().size(), page.reading().duplicates());
    return batch;
  }
}
