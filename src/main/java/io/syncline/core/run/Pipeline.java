package io.syncline.core.run;

import java.util.List;

/**
 * A pipeline as configured: its word, what it moves, its schedule (a Quartz cron, UTC, or {@code
 * off}) and the variables it still lacks. With one missing it is off: no schedule, requests are
 * answered 503.
 */
public record Pipeline(String word, String title, String cron, List<String> missingVariables) {

  public Pipeline {
    missingVariables = List.copyOf(missingVariables);
  }

  public boolean isOff() {
    return !missingVariables.isEmpty();
  }
}
