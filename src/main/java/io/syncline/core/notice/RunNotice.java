package io.syncline.core.notice;

import io.syncline.core.run.ActiveRun;
import java.util.Optional;

/** How a pipeline tells people of a run of its own; empty when there is nothing worth telling. */
public interface RunNotice {

  Optional<Notice> of(ActiveRun run);
}
