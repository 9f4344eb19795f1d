package io.syncline.core.run;

/** What is done once a run is over, however it ended. */
public interface AfterRun {

  void after(ActiveRun run);

  /** What is done when the run is put off: this process has it no longer. */
  default void parked(ActiveRun run) {}
}
