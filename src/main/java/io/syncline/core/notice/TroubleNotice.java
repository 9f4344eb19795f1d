package io.syncline.core.notice;

import io.syncline.core.notice.Notice.Level;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Pipeline;
import io.syncline.core.run.PipelineCatalog;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What is told of a run whose pipeline has no words of its own: only that it did not go well. */
@Component
final class TroubleNotice {
  private final PipelineCatalog catalog;

  TroubleNotice(PipelineCatalog catalog) {
    this.catalog = catalog;
  }

  Optional<Notice> of(ActiveRun run) {
    if (RunWords.level(run) == Level.OK) {
      return Optional.empty();
    }
    return Optional.of(
        new Notice(
            catalog.find(run.pipeline()).map(Pipeline::title).orElse(run.pipeline()),
            "Status: " + RunWords.status(run),
            RunWords.level(run),
            RunWords.errors(run),
            run.scope() + " · run " + run.id()));
  }
}
