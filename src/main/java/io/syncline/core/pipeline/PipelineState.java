package io.syncline.core.pipeline;

import java.util.Locale;

/** How a pipeline is, the worst first: the order a tired operator wants to read in. */
public enum PipelineState {
  FAILED,
  OVERDUE,
  PARTIAL,
  RUNNING,
  OK,
  OFF;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
