package io.syncline.core.upkeep;

import java.util.List;

/**
 * How long rows of a table that only grows are kept, in both databases. The newest row of each key
 * stays, however old it is.
 *
 * @param key the columns that rows of one thing share
 * @param at the column of the moment a row is about
 * @param keepDays days a row is kept; 0 for ever
 */
public record Retention(String pipeline, String table, List<String> key, String at, int keepDays) {

  public Retention {
    key = List.copyOf(key);
    for (String name : key) {
      requireName(name);
    }
    requireName(table);
    requireName(at);
    if (keepDays < 0) {
      throw new IllegalArgumentException("keep-days of " + table + " must not be negative");
    }
  }

  private static void requireName(String name) {
    if (!name.matches("[a-z_][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException("not a name: " + name);
    }
  }
}
