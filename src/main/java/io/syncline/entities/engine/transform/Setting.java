package io.syncline.entities.engine.transform;

import java.util.List;

/**
 * A setting that a transform asks for.
 *
 * @param words the only ones that it may be; none where any text is one
 */
public record Setting(String name, Kind kind, List<String> words) {

  /** What it looks like in {@code transform_config}. */
  public enum Kind {
    WORD,
    TEXT,
    DAY,
    TEXTS,
    MEMBERS
  }

  public Setting {
    words = List.copyOf(words);
  }

  static Setting of(String name, Kind kind) {
    return new Setting(name, kind, List.of());
  }
}
