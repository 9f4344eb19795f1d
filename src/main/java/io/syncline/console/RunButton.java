package io.syncline.console;

/** What the console's "Run now" does: starts that pipeline, or throws RequestRefused. */
@FunctionalInterface
public interface RunButton {

  void start(String word);
}
