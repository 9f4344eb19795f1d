package io.syncline.console;

import io.syncline.core.pipeline.ApiCalls.Told;

/** What a page would show was refused. */
final class PageRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Told told;

  PageRefused(Told told) {
    super(told.why());
    this.told = told;
  }

  Told told() {
    return told;
  }
}
