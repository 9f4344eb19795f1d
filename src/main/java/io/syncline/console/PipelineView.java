package io.syncline.console;

import io.syncline.core.pipeline.PipelineState;
import io.syncline.core.pipeline.PipelineStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pipeline as the console shows it. */
record PipelineView(
    String word,
    String title,
    String state,
    String label,
    @Nullable RunView lastRun,
    @Nullable TimeView next,
    long pending,
    List<String> missing) {

  static PipelineView of(PipelineStatus status, Instant now) {
    boolean neverRan = status.lastRun().isEmpty() && status.state() == PipelineState.OK;
    return new PipelineView(
        status.pipeline().word(),
        status.pipeline().title(),
        status.state().word(),
        neverRan ? "not run yet" : status.state().word(),
        status.lastRun().map(it -> RunView.of(it, now)).orElse(null),
        status.nextFire().map(it -> TimeView.of(it, now)).orElse(null),
        status.productionPending(),
        status.pipeline().missingVariables());
  }

  public boolean isOff() {
    return !missing.isEmpty();
  }
}
