package io.syncline.core.stream;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By what the record that comes is told from the row that is there.
 *
 * @param hash the column that stands for a record's content; empty where every column is compared
 * @param version the column that says how new a record is: an older one never wins
 * @param beside columns of which the hash says nothing
 * @param ignored columns that are no change, such as when a record was fetched
 * @param wholeness the JSON column whose member {@code partial} says that something of a record is
 *     withheld: such a one replaces no whole one of its version
 */
record Comparison(
    Optional<String> hash,
    Optional<String> version,
    Set<String> beside,
    Set<String> ignored,
    Optional<String> wholeness) {
  private static final String PARTIAL = "{\"partial\": true}";
  static final Comparison OF_ALL =
      new Comparison(Optional.empty(), Optional.empty(), Set.of(), Set.of(), Optional.empty());

  Comparison {
    beside = Set.copyOf(beside);
    ignored = Set.copyOf(ignored);
  }

  Comparison by(String contentHash, String sourceVersion) {
    return new Comparison(
        Optional.of(contentHash), Optional.of(sourceVersion), beside, ignored, wholeness);
  }

  Comparison with(Set<String> columns) {
    return new Comparison(hash, version, columns, ignored, wholeness);
  }

  Comparison without(Set<String> columns) {
    return new Comparison(hash, version, beside, columns, wholeness);
  }

  Comparison wholeBy(String column) {
    return new Comparison(hash, version, beside, ignored, Optional.of(column));
  }

  /** Which records replace no row {@code t}, whatever is in them; follows what is compared. */
  String guard() {
    String older = version.map(" AND (t.%1$s <= excluded.%1$s) IS NOT FALSE"::formatted).orElse("");
    String same =
        version.map("t.%1$s IS NOT DISTINCT FROM excluded.%1$s AND "::formatted).orElse("");
    return older
        + wholeness
            .map(
                column ->
                    " AND NOT (%2$sexcluded.%1$s @> '%3$s' AND NOT t.%1$s @> '%3$s')"
                        .formatted(column, same, PARTIAL))
            .orElse("");
  }

  /** Whether a record's column decides on the write of its row. */
  boolean decides(Column column) {
    return hash.map(it -> it.equals(column.name()) || beside.contains(column.name()))
        .orElse(!ignored.contains(column.name()));
  }

  /** Whether a record's column has a say in that, be it by the guard alone. */
  boolean judges(Column column) {
    String name = column.name();
    return decides(column)
        || version.filter(name::equals).isPresent()
        || wholeness.filter(name::equals).isPresent();
  }

  /**
   * What the guard has to know of a value: of JSON that does not say {@code partial}, in which
   * letters ever, that it is some.
   */
  @Nullable Object judged(Column column, @Nullable Object value) {
    if (value == null || wholeness.filter(column.name()::equals).isEmpty()) {
      return value;
    }
    String json = value.toString();
    return json.contains("partial") || json.contains("\\") ? json : "{}";
  }

  /** Whether the same row in two databases has to have it alike. */
  boolean matters(Column column) {
    return !ignored.contains(column.name());
  }
}
