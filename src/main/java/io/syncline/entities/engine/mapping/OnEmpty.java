package io.syncline.entities.engine.mapping;

import java.util.Optional;

/** What an empty cell says. */
public enum OnEmpty {
  IGNORE,
  CLEAR;

  /** The one that is stored as this word. */
  public static Optional<OnEmpty> of(String word) {
    return Words.find(OnEmpty.class, word);
  }

  public String word() {
    return Words.of(this);
  }
}
