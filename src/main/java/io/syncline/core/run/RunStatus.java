package io.syncline.core.run;

/** The three words of {@code sync_runs.status} (document 001). */
public enum RunStatus {
  RUNNING,
  COMPLETED,
  FAILED;

  /** A run is closed once: only a running one may become something else. */
  public boolean canBecome(RunStatus next) {
    return this == RUNNING && next != RUNNING;
  }

  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  static RunStatus of(String word) {
    return valueOf(word.toUpperCase(java.util.Locale.ROOT));
  }
}
