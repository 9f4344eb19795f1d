package io.syncline.core.notice;

import java.util.List;

/** A message to people about a run: what it says, and how serious it is. */
public record Notice(
    String title, String description, Level level, List<Field> fields, String footer) {

  public Notice {
    fields = List.copyOf(fields);
  }

  /** A named figure, or a longer text in a line of its own. */
  public record Field(String name, String value, boolean inline) {}

  /** How serious it is, with the colours of document 004. */
  public enum Level {
    OK(3066993),
    SOME_FAILURES(16776960),
    STOPPED(15158332);

    private final int color;

    Level(int color) {
      this.color = color;
    }

    int color() {
      return color;
    }
  }
}
