package io.syncline.core.error;

import java.util.Locale;

/** One thing that {@code doctor} finds: how bad it is, where, and what to do. */
public record Finding(Level level, String what, String action) {

  /** How bad it is. */
  public enum Level {
    OK,
    WARN,
    FAIL;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static Finding ok(String what, String note) {
    return new Finding(Level.OK, what, note);
  }

  public static Finding warn(String what, String action) {
    return new Finding(Level.WARN, what, action);
  }

  public static Finding fail(String what, String action) {
    return new Finding(Level.FAIL, what, action);
  }

  public String line() {
    return level.word() + " " + what + ": " + action;
  }
}
