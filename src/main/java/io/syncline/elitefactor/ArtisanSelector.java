package io.syncline.elitefactor;

import io.syncline.core.letter.DeadLetterRows;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.SharedRuns;
import io.syncline.core.write.KeyPages;
import io.syncline.core.write.KeyPages.Keys;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Decides which artisans a run looks up, page by page: those that are named, all that have
 * listings, or all that have one without a factor.
 */
@Component
record ArtisanSelector(KeyPages keys, EliteFactorSettings settings, DeadLetterRows letters) {

  FactorProgress progress(@Variable("run") ActiveRun run) {
    return run.reportBy(new FactorProgress(run));
  }

  Iterator<List<String>> pages(
      @Variable("run") ActiveRun run, @Variable("progress") FactorProgress progress) {
    List<String> named = run.request().texts(EliteFactor.CODES);
    int most = settings.codesPerBatch();
    Keys selected =
        named.isEmpty()
            ? keys.of(run, EliteFactor.streamOf(run), "artisans", most)
            : Keys.named(named, most);
    progress.selected(selected.count());
    return selected.pages();
  }

  /** The last step: callers who share the run are told by its dead letters whose code is one. */
  void settle(@Variable("run") ActiveRun run, @Variable("progress") FactorProgress progress) {
    if (SharedRuns.isShared(run.request().parameters())) {
      progress.refused(letters.keysOf(run.id()));
    }
  }
}
