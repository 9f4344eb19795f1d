package io.syncline.entities;

import java.util.List;

/** The pipeline {@code entities}. */
final class Entities {
  static final String WORD = "entities";

  /** The kinds of entities there are, by the names of their tables. */
  static final List<String> TYPES = List.of("partners", "staff", "asins");

  private Entities() {}
}
