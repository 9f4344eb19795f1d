package bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The limit: psql copies a prepared file to a temporary table and merges it, both sides at once.
 */
final class CopyMergeLoader implements Loader {

  private final Endpoints endpoints;
  private final Path folder;

  CopyMergeLoader(Endpoints endpoints) throws IOException {
    this.endpoints = endpoints;
    this.folder = Files.createTempDirectory("bench-copy");
  }

  @Override
  public void prepare(Job job, Phase phase) throws IOException {
    Path csv = folder.resolve("rows.csv");
    try (PrintWriter out = new PrintWriter(csv.toFile(), StandardCharsets.UTF_8)) {
      for (String asin : job.asinNames()) {
        SalesData.page(asin, Job.MARKETPLACE, job.start(), job.end(), phase.version)
            .forEach(row -> out.println(line(row)));
      }
    }
    for (Database database : List.of(endpoints.staging(), endpoints.production())) {
      Files.writeString(script(database), statements(database, csv));
    }
  }

  @Override
  public void run(Job job) throws Exception {
    Tasks.runAll(List.of(() -> psql(endpoints.staging()), () -> psql(endpoints.production())));
  }

  private void psql(Database database) throws IOException, InterruptedException {
    Process psql =
        new ProcessBuilder(
                "psql",
                "-Xq",
                "-v",
                "ON_ERROR_STOP=1",
                "-h",
                Database.HOST,
                "-p",
                database.port() + "",
                "-U",
                Database.USER,
                "-d",
                database.name(),
                "-f",
                script(database).toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (psql.waitFor() != 0) {
      throw new IOException("psql ended with " + psql.exitValue());
    }
  }

  private Path script(Database database) {
    return folder.resolve(database.prefix() + "merge.sql");
  }

  private static String statements(Database database, Path csv) {
    return """
    CREATE TEMPORARY TABLE incoming AS SELECT %1$s FROM %2$s WHERE false;
    \\copy incoming FROM '%3$s' WITH (FORMAT csv)
    %4$s;
    """
        .formatted(
            SalesSql.COLUMNS,
            database.table(),
            csv,
            SalesSql.insertFrom(database.table(), "incoming"));
  }

  private static String line(SalesRow row) {
    return String.join(
        ",",
        row.asin(),
        row.marketplace(),
        row.parent() + "",
        row.variant() + "",
        row.standalone() + "",
        row.parentAsin() == null ? "" : row.parentAsin(),
        row.date() + "",
        row.units() + "",
        row.price() == null ? "" : row.price().toPlainString());
  }
}
