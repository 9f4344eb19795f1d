package io.syncline.core.error;

import java.util.Locale;

/** How much an entry of a run's errors weighs: warnings leave the run as complete as it was. */
public enum Severity {
  ERROR,
  WARNING;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
