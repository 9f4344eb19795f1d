package io.syncline.core.stream;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A table in partitions, one for each value of its first column. Rows are written to the table and
 * read from the partition: whatever names the table in a query locks all of them.
 *
 * @param whole the table
 * @param pattern what a partition is called, {@code %s} standing for the value
 * @param value of one partition: its value
 */
record Partitioning(String whole, String pattern, Optional<UUID> value) {
  private static final String HOLE = "%s";
  private static final String UUID_IN_A_NAME = "[0-9a-f]{8}(_[0-9a-f]{4}){3}_[0-9a-f]{12}";

  Partitioning {
    if (!pattern.matches("[a-z_]+%s[a-z_]*") || pattern.length() > 62 - 36) {
      throw new IllegalArgumentException("not the name of a partition: " + pattern);
    }
  }

  Partitioning of(UUID one) {
    return new Partitioning(whole, pattern, Optional.of(one));
  }

  Partitioning ofAll() {
    return new Partitioning(whole, pattern, Optional.empty());
  }

  String name(UUID of) {
    return pattern.formatted(of.toString().replace('-', '_'));
  }

  /** The value of the partition that is called so. */
  Optional<UUID> valueOf(String name) {
    int hole = pattern.indexOf(HOLE);
    String end = pattern.substring(hole + HOLE.length());
    if (name.length() < hole + end.length()
        || !name.startsWith(pattern.substring(0, hole))
        || !name.endsWith(end)) {
      return Optional.empty();
    }
    String middle = name.substring(hole, name.length() - end.length());
    return middle.toLowerCase(Locale.ROOT).matches(UUID_IN_A_NAME)
        ? Optional.of(UUID.fromString(middle.replace('_', '-')))
        : Optional.empty();
  }
}
