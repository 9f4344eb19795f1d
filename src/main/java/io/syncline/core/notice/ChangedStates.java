package io.syncline.core.notice;

import io.syncline.core.run.ActiveRun;
import java.util.Optional;

/**
 * What is told of runs that lead many others: which of these began to fail, which recovered, and
 * nothing while all goes on as it did. {@link StateChanges} has the words.
 */
public record ChangedStates(String title) implements RunNotice {

  @Override
  public Optional<Notice> of(ActiveRun run) {
    return Optional.empty();
  }
}
