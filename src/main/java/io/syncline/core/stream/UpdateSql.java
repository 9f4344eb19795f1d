package io.syncline.core.stream;

import static io.syncline.core.stream.ColumnSql.equal;
import static io.syncline.core.stream.ColumnSql.names;
import static io.syncline.core.stream.ColumnSql.parameters;
import static io.syncline.core.stream.ColumnSql.values;

/**
 * Sets one column of all rows that have a record's key. A record counts as updated when it changed
 * at least one row, however many those are.
 */
record UpdateSql(Stream stream, String table) implements RowSql {

  /** The values are cast first, so that a row that has the rounded one is not written again. */
  @Override
  public String write(String guard, boolean stampedEach) {
    return """
        UPDATE %1$s AS t SET %2$s = v.%2$s
        FROM %3$s, (SELECT %4$s FROM unnest(%5$s) AS r (%6$s)) AS v (%6$s)
        WHERE %7$s AND %8$s"""
        .formatted(
            table,
            value(),
            guard,
            values(stream.columns(), "r."),
            parameters(stream.columns()),
            names(stream.columns(), ""),
            equal(stream.key(), "t.", "v."),
            stream.effect() == Effect.FILL
                ? "t.%1$s IS NULL AND v.%1$s IS NOT NULL".formatted(value())
                : "t.%1$s IS DISTINCT FROM v.%1$s".formatted(value()));
  }

  @Override
  public String returned(boolean partitioned) {
    return "ROW(" + names(stream.key(), "t.") + ") AS record";
  }

  @Override
  public String counted(boolean partitioned) {
    return "SELECT 0 AS created, count(DISTINCT record) AS updated FROM written";
  }

  /** Of many rows that are changed alike, one shows the change. */
  @Override
  public String rehearsed() {
    return """
        WITH written AS (
            %1$s
            RETURNING %2$s
        )
        SELECT to_jsonb(b) AS before, to_jsonb(w) AS after
        FROM (SELECT DISTINCT * FROM written) w
        CROSS JOIN LATERAL (
            SELECT %2$s FROM %3$s t
            WHERE %4$s AND t.%5$s %6$s LIMIT 1
        ) b
        """
        .formatted(
            write("(SELECT 1) AS guard", false),
            names(stream.columns(), "t."),
            table,
            equal(stream.key(), "t.", "w."),
            value(),
            stream.effect() == Effect.FILL ? "IS NULL" : "IS DISTINCT FROM w." + value());
  }

  /** What was set: staging may hold no row of the key, or several with values of their own. */
  @Override
  public String current() {
    return "SELECT %s FROM unnest(%s) AS k (%s)"
        .formatted(
            values(stream.columns(), "k."),
            parameters(stream.columns()),
            names(stream.columns(), ""));
  }

  /** The one value that the rows of a key have; a key whose rows have several is left out. */
  @Override
  public String held() {
    return """
        SELECT %1$s, (array_agg(DISTINCT t.%2$s))[1]
        FROM (SELECT %3$s FROM unnest(%4$s) AS k (%5$s)) AS k
        JOIN %6$s t ON %7$s AND t.%2$s IS NOT NULL
        GROUP BY %1$s HAVING count(DISTINCT t.%2$s) = 1"""
        .formatted(
            names(stream.key(), "k."),
            value(),
            values(stream.key(), "k."),
            parameters(stream.columns()),
            names(stream.columns(), ""),
            table,
            equal(stream.key(), "t.", "k."));
  }

  /** The rows are not ours: what was set in them is taken away. */
  @Override
  public String deleted() {
    return "UPDATE %s t SET %s = NULL FROM unnest(%s) AS k (%s) WHERE %s"
        .formatted(
            table,
            value(),
            parameters(stream.columns()),
            names(stream.columns(), ""),
            equal(stream.key(), "t.", "k."));
  }

  private String value() {
    return stream.values().get(0).name();
  }
}
