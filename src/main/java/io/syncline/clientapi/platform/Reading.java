package io.syncline.clientapi.platform;

import java.time.Instant;
import java.util.Optional;

/**
 * What is read of a type.
 *
 * @param from of a window: its begin
 * @param to of a window: its end
 */
public record Reading(String type, Purpose purpose, Optional<Instant> from, Optional<Instant> to) {

  /** What a reading is for. */
  public enum Purpose {
    /** All there is, then what has changed. */
    CHANGES,
    /** What lies between two moments, again and beside the running position. */
    WINDOW,
    /** Which records there are, whole or no more than their ids: what is not among them is gone. */
    IDS
  }

  public static Reading changes(String type) {
    return new Reading(type, Purpose.CHANGES, Optional.empty(), Optional.empty());
  }

  public static Reading window(String type, Instant from, Optional<Instant> to) {
    return new Reading(type, Purpose.WINDOW, Optional.of(from), to);
  }

  public static Reading ids(String type) {
    return new Reading(type, Purpose.IDS, Optional.empty(), Optional.empty());
  }

  /** What its position is stored under: a reading of another purpose stands beside the running. */
  public String cursor() {
    return switch (purpose) {
      case CHANGES -> type;
      case WINDOW -> type + ".window";
      case IDS -> type + ".ids";
    };
  }
}
