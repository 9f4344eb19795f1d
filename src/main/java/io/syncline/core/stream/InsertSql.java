package io.syncline.core.stream;

import static io.syncline.core.stream.ColumnSql.compared;
import static io.syncline.core.stream.ColumnSql.equal;
import static io.syncline.core.stream.ColumnSql.equalRead;
import static io.syncline.core.stream.ColumnSql.names;
import static io.syncline.core.stream.ColumnSql.parameters;
import static io.syncline.core.stream.ColumnSql.plain;
import static io.syncline.core.stream.ColumnSql.values;
import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;

/** Adds the row of each record, or changes the one that is there; an equal one is not written. */
record InsertSql(Stream stream, String table) implements RowSql {

  @Override
  public String write(String guard, boolean stampedEach) {
    List<String> stamps = stream.stamps();
    String stampNames = stamps.stream().map(s -> ", " + s).collect(joining());
    String stampValues =
        stamps.stream()
            .map(s -> stampedEach ? ", r." + s + "::timestamp" : ", ?")
            .collect(joining());
    String more = stampedEach ? ", ?::text[]".repeat(stamps.size()) : "";
    return """
        INSERT INTO %s AS t (%s%s)%s
        SELECT %s%s
        FROM %s, unnest(%s%s) AS r (%s%s)
        ON CONFLICT (%s) DO %s"""
        .formatted(
            table,
            names(stream.columns(), ""),
            stampNames,
            stream.stamped() == Stream.Stamps.NONE ? " OVERRIDING SYSTEM VALUE" : "",
            values(stream.columns(), "r."),
            stampValues,
            guard,
            parameters(stream.columns()),
            more,
            names(stream.columns(), ""),
            stampedEach ? stampNames : "",
            names(stream.key(), ""),
            onConflict());
  }

  /** No column of the system can be returned from a partitioned table (SQLSTATE 0A000). */
  @Override
  public String returned(boolean partitioned) {
    return partitioned ? names(stream.key(), "t.") : "(t.xmax = 0) AS created";
  }

  /** A statement sees the table as it was before it: what it does not find there is created. */
  @Override
  public String counted(boolean partitioned) {
    String written =
        partitioned
            ? "(SELECT NOT EXISTS (SELECT 1 FROM %s b WHERE %s) AS created FROM written n) w"
                .formatted(table, equal(stream.key(), "b.", "n."))
            : "written";
    return """
        SELECT count(*) FILTER (WHERE created) AS created,
               count(*) FILTER (WHERE NOT created) AS updated
        FROM %s"""
        .formatted(written);
  }

  @Override
  public String rehearsed() {
    return """
        WITH written AS (
            %s
            RETURNING %s
        )
        SELECT to_jsonb(b) AS before, to_jsonb(w) AS after
        FROM written w LEFT JOIN %s b ON %s
        """
        .formatted(
            write("(SELECT 1) AS guard", false),
            names(stream.columns(), "t."),
            table,
            equal(stream.key(), "b.", "w."));
  }

  @Override
  public String current() {
    return """
        SELECT %s%s
        FROM %s t
        JOIN unnest(%s) AS k (%s) ON %s
        """
        .formatted(
            plain(stream.columns(), "t."),
            readStamps(),
            table,
            keyParameters(),
            keyNames(),
            keyMatch());
  }

  /** What the table holds of a batch whose id its rows have. */
  String ofBatch() {
    return "SELECT %s%s FROM %s t WHERE t.%s = ?::uuid"
        .formatted(plain(stream.columns(), "t."), readStamps(), table, Stream.BATCH_ID);
  }

  /** The rows of some keys, in the order of these. */
  String inOrder() {
    return """
        SELECT %s
        FROM %s t
        JOIN (SELECT DISTINCT %s FROM unnest(%s) AS r (%s)) AS k ON %s
        ORDER BY %s"""
        .formatted(
            plain(stream.columns(), "t."),
            table,
            values(stream.key(), "r."),
            parameters(stream.key()),
            names(stream.key(), ""),
            equal(stream.key(), "t.", "k."),
            names(stream.key(), "t."));
  }

  private String readStamps() {
    return stream.stamps().stream().map(s -> ", t." + s).collect(joining());
  }

  @Override
  public String held() {
    return current();
  }

  @Override
  public String deleted() {
    return "DELETE FROM %s t USING unnest(%s) AS k (%s) WHERE %s"
        .formatted(table, keyParameters(), keyNames(), keyMatch());
  }

  /** The positions of records whose row is not there, or holds something else. */
  String unlike() {
    return """
        SELECT r.position, t.%1$s IS NULL AS absent
        FROM unnest(%2$s) WITH ORDINALITY AS r (%3$s, position) LEFT JOIN %4$s t ON %5$s
        WHERE t.%1$s IS NULL OR ROW(%6$s) IS DISTINCT FROM ROW(%7$s)
        ORDER BY r.position
        """
        .formatted(
            stream.key().get(0).sql(),
            parameters(stream.columns()),
            names(stream.columns(), ""),
            table,
            equalRead(stream.key(), "t.", "r."),
            compared(stream.values(), "t."),
            stream.values().stream().map(InsertSql::sent).collect(joining(", ")));
  }

  private static String sent(Column column) {
    String value = column.cast("r." + column.sql());
    return column.type() == SqlType.OPAQUE ? value + "::text" : value;
  }

  private String onConflict() {
    if (stream.values().isEmpty()) {
      return "NOTHING";
    }
    List<String> assignments = new ArrayList<>();
    stream.values().forEach(c -> assignments.add(c.sql() + " = excluded." + c.sql()));
    if (stream.stamped() == Stream.Stamps.TOUCHED) {
      assignments.add("updated_at = excluded.updated_at");
    }
    return """
        UPDATE SET %s
        WHERE (%s) IS DISTINCT FROM (%s)"""
        .formatted(
            String.join(", ", assignments),
            compared(stream.values(), "t."),
            compared(stream.values(), "excluded."));
  }

  private String keyParameters() {
    String remembered = parameters(stream.remembered());
    return stream.range() ? remembered + ", ?::int4[], ?::int4[]" : remembered;
  }

  private String keyNames() {
    String remembered = names(stream.remembered(), "");
    return stream.range() ? remembered + ", first_day, last_day" : remembered;
  }

  private String keyMatch() {
    String remembered = equalRead(stream.remembered(), "t.", "k.");
    return stream
        .rangeColumn()
        .map(
            c ->
                "%s AND t.%s BETWEEN %s AND %s"
                    .formatted(
                        remembered,
                        c.name(),
                        SqlType.DATE.read("k.first_day"),
                        SqlType.DATE.read("k.last_day")))
        .orElse(remembered);
  }
}
