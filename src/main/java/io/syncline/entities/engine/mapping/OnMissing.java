package io.syncline.entities.engine.mapping;

import java.util.Optional;

/** What becomes of the entity of a row that vanished. */
public enum OnMissing {
  KEEP,
  ARCHIVE;

  /** The one that is stored as this word. */
  public static Optional<OnMissing> of(String word) {
    return Words.find(OnMissing.class, word);
  }

  public String word() {
    return Words.of(this);
  }
}
