package io.syncline.core.run;

/** What is done once a run is over, however it ended. */
public interface AfterRun {

  void after(ActiveRun run);
}
