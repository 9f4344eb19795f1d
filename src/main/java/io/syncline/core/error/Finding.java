package io.syncline.core.error;

/** One thing that {@code doctor} finds: how bad it is, where, and what to do. */
public record Finding(Level level, String what, String action) {

  /** How bad it is. */
  public enum Level {
    OK("ok"),
    WARN("warn"),
    FAIL("fail");

    private final String word;

    Level(String word) {
      this.word = word;
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
    return level.word + " " + what + ": " + action;
  }
}
