package io.syncline.entities.engine.mapping;

import java.util.Optional;

/** Which row counts when a key stands there twice. */
public enum OnDuplicateKey {
  REJECT,
  FIRST,
  LAST;

  /** The one that is stored as this word. */
  public static Optional<OnDuplicateKey> of(String word) {
    return Words.find(OnDuplicateKey.class, word);
  }

  public String word() {
    return Words.of(this);
  }
}
