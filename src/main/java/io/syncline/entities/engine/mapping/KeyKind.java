package io.syncline.entities.engine.mapping;

import java.util.Optional;

/** What a row is known by. */
public enum KeyKind {
  FIELD,
  EXTERNAL_ID;

  /** The one that is stored as this word. */
  public static Optional<KeyKind> of(String word) {
    return Words.find(KeyKind.class, word);
  }

  public String word() {
    return Words.of(this);
  }
}
