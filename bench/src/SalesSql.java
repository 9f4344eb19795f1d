package bench;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The statements of the contenders, over one list of columns. */
final class SalesSql {

  private static final List<String> KEY = List.of("asin", "marketplace", "date");
  private static final List<String> VALUES =
      List.of(
          "is_parent",
          "is_variant",
          "is_standalone",
          "parent_asin",
          "estimated_units_sold",
          "last_known_price");
  static final String COLUMNS =
      "asin, marketplace, is_parent, is_variant, is_standalone, parent_asin, date,"
          + " estimated_units_sold, last_known_price";

  private static final String BESIDE = "asin < 'B'";

  private SalesSql() {}

  static String createTable(String table) {
    return """
    CREATE TABLE IF NOT EXISTS %s (
        asin VARCHAR(20),
        marketplace VARCHAR(10),
        is_parent BOOLEAN,
        is_variant BOOLEAN,
        is_standalone BOOLEAN,
        parent_asin VARCHAR(20),
        date DATE,
        estimated_units_sold INTEGER,
        last_known_price DECIMAL(10,2),
        updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
        created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
        PRIMARY KEY (asin, marketplace, date)
    )
    """
        .formatted(table);
  }

  static String insertValues(String table, int rows) {
    String one = "(?, ?, ?, ?, ?, ?, ?, ?, ?)";
    return "INSERT INTO %s (%s) VALUES %s %s"
        .formatted(table, COLUMNS, String.join(", ", Collections.nCopies(rows, one)), update());
  }

  static String insertArrays(String table) {
    return """
    INSERT INTO %1$s AS t (%2$s)
    SELECT * FROM unnest(?::varchar[], ?::varchar[], ?::boolean[], ?::boolean[], ?::boolean[],
        ?::varchar[], ?::date[], ?::integer[], ?::numeric[])
    %3$s WHERE (%4$s) IS DISTINCT FROM (%5$s)
    """
        .formatted(table, COLUMNS, update(), each("t."), each("excluded."));
  }

  static String insertFrom(String table, String source) {
    return "INSERT INTO %s (%s) SELECT %s FROM %s %s"
        .formatted(table, COLUMNS, COLUMNS, source, update());
  }

  /** Days of products that no job has: their names begin otherwise. */
  static String fillBeside(String table, int products) {
    return """
    INSERT INTO %s (%s)
    SELECT 'A' || lpad(product::text, 9, '0'), 'us', false, false, true, NULL, current_date - day, day, 9.99
    FROM generate_series(1, %d) AS product, generate_series(1, %d) AS day
    """
        .formatted(table, COLUMNS, products, Job.DAYS);
  }

  /** A table that has nothing beside is emptied at once. */
  static String empty(String table) {
    return """
    DO $$ BEGIN
        IF EXISTS (SELECT FROM %1$s WHERE %2$s) THEN DELETE FROM %1$s WHERE NOT (%2$s);
        ELSE TRUNCATE %1$s;
        END IF;
    END $$
    """
        .formatted(table, BESIDE);
  }

  /** Count and sum of row hashes, the same in whatever order the rows lie. */
  static String fingerprint(String table) {
    String texts =
        Arrays.stream(COLUMNS.split(", *"))
            .map(column -> "coalesce(" + column + "::text, '-')")
            .collect(Collectors.joining(", "));
    return "SELECT count(*), coalesce(sum(('x' || left(md5(concat_ws('|', "
        + texts
        + ")), 15))::bit(60)::bigint), 0) FROM "
        + table
        + " WHERE NOT ("
        + BESIDE
        + ")";
  }

  private static String update() {
    return "ON CONFLICT ("
        + String.join(", ", KEY)
        + ") DO UPDATE SET "
        + VALUES.stream().map(c -> c + " = excluded." + c).collect(Collectors.joining(", "))
        + ", updated_at = CURRENT_TIMESTAMP";
  }

  private static String each(String alias) {
    return VALUES.stream().map(column -> alias + column).collect(Collectors.joining(", "));
  }
}
