package io.syncline.entities.engine.mapping;

import java.util.Optional;

/** How much a feed's claim on a field counts. */
public enum Authority {
  SOURCE_OF_TRUTH,
  REFERENCE,
  DERIVED;

  /** The one that is stored as this word. */
  public static Optional<Authority> of(String word) {
    return Words.find(Authority.class, word);
  }

  public String word() {
    return Words.of(this);
  }
}
