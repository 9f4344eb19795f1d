package io.syncline.entities.engine.mapping;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How constants are spelt in tables, files and answers. */
final class Words {
  private Words() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static <E extends Enum<E>> Optional<E> find(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants()).filter(it -> of(it).equals(word)).findAny();
  }
}
