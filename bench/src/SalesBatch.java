package bench;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Rows turned into one array per column, bound once per side. */
record SalesBatch(
    Object[] asins,
    Object[] marketplaces,
    Object[] parents,
    Object[] variants,
    Object[] standalones,
    Object[] parentAsins,
    Object[] dates,
    Object[] units,
    Object[] prices) {

  static SalesBatch of(List<SalesRow> rows) {
    int size = rows.size();
    SalesBatch batch =
        new SalesBatch(
            new String[size],
            new String[size],
            new Boolean[size],
            new Boolean[size],
            new Boolean[size],
            new String[size],
            new String[size],
            new Integer[size],
            new BigDecimal[size]);
    for (int i = 0; i < size; i++) {
      batch.set(i, rows.get(i));
    }
    return batch;
  }

  void bind(Connection connection, PreparedStatement statement) throws SQLException {
    statement.setArray(1, connection.createArrayOf("varchar", asins));
    statement.setArray(2, connection.createArrayOf("varchar", marketplaces));
    statement.setArray(3, connection.createArrayOf("bool", parents));
    statement.setArray(4, connection.createArrayOf("bool", variants));
    statement.setArray(5, connection.createArrayOf("bool", standalones));
    statement.setArray(6, connection.createArrayOf("varchar", parentAsins));
    statement.setArray(7, connection.createArrayOf("date", dates));
    statement.setArray(8, connection.createArrayOf("int4", units));
    statement.setArray(9, connection.createArrayOf("numeric", prices));
  }

  private void set(int i, SalesRow row) {
    asins[i] = row.asin();
    marketplaces[i] = row.marketplace();
    parents[i] = row.parent();
    variants[i] = row.variant();
    standalones[i] = row.standalone();
    parentAsins[i] = row.parentAsin();
    dates[i] = row.date().toString();
    units[i] = row.units();
    prices[i] = row.price();
  }
}
