package io.syncline.web;

import java.util.Locale;

/** How a pipeline is, the worst first: the order a tired operator wants to read in. */
enum PipelineState {
  FAILED,
  OVERDUE,
  PARTIAL,
  RUNNING,
  OK,
  OFF;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
