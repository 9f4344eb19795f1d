package io.syncline.entities.engine.mapping;

import java.util.Optional;

/** What becomes of rows with and without an entity. */
public enum Mode {
  UPSERT,
  UPDATE_ONLY,
  CREATE_ONLY;

  /** The one that is stored as this word. */
  public static Optional<Mode> of(String word) {
    return Words.find(Mode.class, word);
  }

  public String word() {
    return Words.of(this);
  }
}
