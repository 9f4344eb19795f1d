package io.syncline.core.stream;

import java.util.Optional;
import java.util.Set;

/**
 * By what the record that comes is told from the row that is there.
 *
 * @param hash the column that stands for a record's content; empty where every column is compared
 * @param version the column that says how new a record is: an older one never wins
 * @param beside columns of which the hash says nothing
 * @param ignored columns that are no change, such as when a record was fetched
 */
record Comparison(
    Optional<String> hash, Optional<String> version, Set<String> beside, Set<String> ignored) {
  static final Comparison OF_ALL =
      new Comparison(Optional.empty(), Optional.empty(), Set.of(), Set.of());

  Comparison {
    beside = Set.copyOf(beside);
    ignored = Set.copyOf(ignored);
  }

  Comparison by(String contentHash, String sourceVersion) {
    return new Comparison(Optional.of(contentHash), Optional.of(sourceVersion), beside, ignored);
  }

  Comparison with(Set<String> columns) {
    return new Comparison(hash, version, columns, ignored);
  }

  Comparison without(Set<String> columns) {
    return new Comparison(hash, version, beside, columns);
  }

  /** Whether a record's column decides on the write of its row. */
  boolean decides(Column column) {
    return hash.map(it -> it.equals(column.name()) || beside.contains(column.name()))
        .orElse(!ignored.contains(column.name()));
  }

  /** Whether the same row in two databases has to have it alike. */
  boolean matters(Column column) {
    return !ignored.contains(column.name());
  }
}
