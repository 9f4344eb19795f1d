package bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The source document's algorithm: five workers pull products from a shared queue; each page goes
 * in statements of 100 rows to staging, then to production, every statement its own transaction.
 */
final class DocumentLoader implements Loader {

  private static final int WORKERS = 5;
  private static final int ROWS = 100;

  private final Endpoints endpoints;
  private final PageClient pages;
  private final List<Connection> staging = new ArrayList<>();
  private final List<Connection> production = new ArrayList<>();

  DocumentLoader(Endpoints endpoints) {
    this.endpoints = endpoints;
    this.pages = new PageClient(endpoints.stubUrl());
  }

  @Override
  public void prepare(Job job, Phase phase) throws SQLException {
    while (staging.size() < WORKERS) {
      staging.add(endpoints.staging().connect());
      production.add(endpoints.production().connect());
    }
  }

  @Override
  public void run(Job job) throws Exception {
    Queue<String> asins = new ConcurrentLinkedQueue<>(job.asinNames());
    List<Tasks.Task> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      Connection first = staging.get(i);
      Connection second = production.get(i);
      workers.add(() -> work(job, asins, first, second));
    }
    Tasks.runAll(workers);
  }

  private void work(Job job, Queue<String> asins, Connection first, Connection second)
      throws Exception {
    for (String asin = asins.poll(); asin != null; asin = asins.poll()) {
      List<SalesRow> rows = pages.fetch(asin, job);
      write(first, endpoints.staging().table(), rows);
      write(second, endpoints.production().table(), rows);
    }
  }

  private static void write(Connection connection, String table, List<SalesRow> rows)
      throws SQLException {
    for (int from = 0; from < rows.size(); from += ROWS) {
      List<SalesRow> some = rows.subList(from, Math.min(from + ROWS, rows.size()));
      String sql = SalesSql.insertValues(table, some.size());
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        int at = 1;
        for (SalesRow row : some) {
          at = bind(statement, at, row);
        }
        statement.executeUpdate();
      }
    }
  }

  private static int bind(PreparedStatement statement, int at, SalesRow row) throws SQLException {
    statement.setString(at, row.asin());
    statement.setString(at + 1, row.marketplace());
    statement.setBoolean(at + 2, row.parent());
    statement.setBoolean(at + 3, row.variant());
    statement.setBoolean(at + 4, row.standalone());
    statement.setString(at + 5, row.parentAsin());
    statement.setObject(at + 6, row.date());
    statement.setObject(at + 7, row.units(), java.sql.Types.INTEGER);
    statement.setBigDecimal(at + 8, row.price());
    return at + 9;
  }
}
