package io.syncline.core.stream;

import static io.syncline.core.stream.ColumnSql.compared;
import static io.syncline.core.stream.ColumnSql.equal;
import static io.syncline.core.stream.ColumnSql.equalRead;
import static io.syncline.core.stream.ColumnSql.names;
import static io.syncline.core.stream.ColumnSql.parameters;
import static io.syncline.core.stream.ColumnSql.plain;
import static io.syncline.core.stream.ColumnSql.values;
import static java.util.stream.Collectors.joining;

import io.syncline.core.database.Database;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds the row of each record, or changes the one that is there; an equal one is not written.
 *
 * @param table what is read, of a table in partitions one of them
 * @param whole what is written to
 */
record InsertSql(Stream stream, String table, String whole) implements RowSql {

  static InsertSql of(Stream stream, Database database) {
    return new InsertSql(stream, stream.tableIn(database), stream.whole().tableIn(database));
  }

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
            whole,
            names(stream.columns(), ""),
            stampNames,
            stream.manner().stamped() == Stamps.NONE ? " OVERRIDING SYSTEM VALUE" : "",
            values(stream.columns(), "r."),
            stampValues,
            guard,
            parameters(stream.columns()),
            more,
            names(stream.columns(), ""),
            stampedEach ? stampNames : "",
            names(stream.key(), ""),
            onConflict(stampedEach));
  }

  /**
   * No column of the system can be returned from a partitioned table (SQLSTATE 0A000). Of
   * partitions that are ours a change is later than the creation, whatever the clock says.
   */
  @Override
  public String returned(boolean partitioned) {
    if (stream.isPartitioned()) {
      return "(t.updated_at = t.created_at) AS created";
    }
    return partitioned ? names(stream.key(), "t.") : "(t.xmax = 0) AS created";
  }

  /** A statement sees the table as it was before it: what it does not find there is created. */
  @Override
  public String counted(boolean partitioned) {
    String written =
        partitioned && !stream.isPartitioned()
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

  /** Takes away what staging no longer holds of a prefix: all but the rows of some keys. */
  String deletedOthers() {
    return "DELETE FROM %s t USING unnest(%s) AS k (%s) WHERE %s AND NOT EXISTS (SELECT FROM unnest(%s) AS r (%s) WHERE %s)"
        .formatted(
            table,
            keyParameters(),
            keyNames(),
            keyMatch(),
            parameters(stream.key()),
            names(stream.key(), ""),
            equalRead(stream.key(), "t.", "r."));
  }

  /**
   * Makes the rows of a prefix those that a query answers; counts them, and what became of each.
   */
  String derived(String query) {
    return """
        WITH fresh AS MATERIALIZED (
            %1$s
        ), gone AS (
            DELETE FROM %2$s t WHERE t.%3$s = %4$s
              AND NOT EXISTS (SELECT FROM fresh f WHERE %5$s)
            RETURNING 1
        ), written AS (
            INSERT INTO %2$s AS t (%6$s)
            SELECT %6$s FROM fresh
            ON CONFLICT (%7$s) DO %8$s
            RETURNING (t.xmax = 0) AS created
        )
        SELECT (SELECT count(*) FROM fresh), (SELECT count(*) FROM written WHERE created),
               (SELECT count(*) FROM written WHERE NOT created), (SELECT count(*) FROM gone)
        """
        .formatted(
            query,
            table,
            stream.key().get(0).sql(),
            stream.key().get(0).cast("?"),
            equal(stream.key(), "t.", "f."),
            names(stream.columns(), ""),
            names(stream.key(), ""),
            onConflict(false));
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
            compared(mattering(), "t."),
            mattering().stream().map(InsertSql::sent).collect(joining(", ")));
  }

  private static String sent(Column column) {
    String value = column.cast("r." + column.sql());
    return column.type() == SqlType.OPAQUE ? value + "::text" : value;
  }

  /** What staging holds is copied whatever its version: production is to have that. */
  private String onConflict(boolean stampedEach) {
    if (stream.values().isEmpty()) {
      return "NOTHING";
    }
    List<String> assignments = new ArrayList<>();
    stream.values().forEach(c -> assignments.add(c.sql() + " = excluded." + c.sql()));
    if (stream.manner().stamped() == Stamps.TOUCHED) {
      assignments.add("updated_at = " + touched(stampedEach));
    }
    return """
        UPDATE SET %s
        WHERE %s"""
        .formatted(String.join(", ", assignments), stampedEach ? differing(mattering()) : judged());
  }

  /** Whether a row {@code t} gives way to a record {@code excluded}, whichever statement asks. */
  String judged() {
    Comparison compared = stream.manner().compared();
    return differing(stream.values().stream().filter(compared::decides).toList())
        + compared.guard();
  }

  private static String differing(List<Column> columns) {
    return "(%s) IS DISTINCT FROM (%s)"
        .formatted(compared(columns, "t."), compared(columns, "excluded."));
  }

  private String touched(boolean stampedEach) {
    return stream.isPartitioned() && !stampedEach
        ? "greatest(excluded.updated_at, t.created_at + interval '1 microsecond')"
        : "excluded.updated_at";
  }

  private List<Column> mattering() {
    return stream.values().stream().filter(stream.manner().compared()::matters).toList();
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
