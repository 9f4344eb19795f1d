package io.syncline.core.notice;

import io.syncline.core.notice.Notice.Level;
import io.syncline.core.run.ActiveRun;
import java.util.Optional;

/** What is told of a run whose pipeline has no words of its own: only that it did not go well. */
public record TroubleNotice(String title) implements RunNotice {

  @Override
  public Optional<Notice> of(ActiveRun run) {
    if (RunWords.level(run) == Level.OK) {
      return Optional.empty();
    }
    return Optional.of(
        new Notice(
            title,
            "Status: " + RunWords.status(run),
            RunWords.level(run),
            RunWords.errors(run),
            run.scope() + " · run " + run.id()));
  }
}
