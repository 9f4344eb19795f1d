package io.syncline.command;

/** One line of the doctor. */
record Finding(Level level, String what, String action) {

  enum Level {
    OK("ok"),
    WARN("warn"),
    FAIL("fail");

    private final String word;

    Level(String word) {
      this.word = word;
    }
  }

  static Finding ok(String what, String note) {
    return new Finding(Level.OK, what, note);
  }

  static Finding warn(String what, String action) {
    return new Finding(Level.WARN, what, action);
  }

  static Finding fail(String what, String action) {
    return new Finding(Level.FAIL, what, action);
  }

  String line() {
    return level.word + " " + what + ": " + action;
  }
}
