package io.syncline.core.database;

import io.syncline.core.error.StartupRefused;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL of a first run: its files stay in the data directory between starts.
 *
 * <ol>
 *   <li>The data directory is ours alone before anything is touched.
 *   <li>A server left over by a killed process is stopped.
 *   <li>Files of an initialisation that never finished are put aside.
 *   <li>The server starts, the databases are created, the directory is marked complete.
 * </ol>
 */
final class EmbeddedServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
  private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(60);
  private static final String COMPLETE = "syncline-complete";
  private static final String USER = "postgres";

  /** The library runs tests and gives durability away; G1 needs PostgreSQL's own defaults. */
  private static final Map<String, String> SERVER =
      Map.of(
          "fsync", "on",
          "synchronous_commit", "on",
          "full_page_writes", "on",
          "max_connections", "100",
          "log_error_verbosity", "terse",
          "log_min_error_statement", "panic");

  private final EmbeddedPostgres postgres;
  private final DataDirectory directory;

  private EmbeddedServer(EmbeddedPostgres postgres, DataDirectory directory) {
    this.postgres = postgres;
    this.directory = directory;
  }

  static EmbeddedServer start(DataDirectory directory) {
    if (!EmbeddedBinaries.areThere()) {
      directory.close();
      throw EmbeddedBinaries.missing();
    }
    Path files = directory.path().resolve("postgres");
    try {
      LeftoverServer.stop(files);
      putIncompleteAside(files);
      EmbeddedPostgres postgres = launch(directory.path(), files);
      createDatabases(postgres);
      mark(files.resolve(COMPLETE));
      LOG.info("embedded database started port={} files={}", postgres.getPort(), files);
      return new EmbeddedServer(postgres, directory);
    } catch (IOException | SQLException | IllegalStateException e) {
      directory.close();
      throw new StartupRefused(
          "The embedded PostgreSQL did not start: " + Faults.describe(e) + ".",
          "See postgres.log in " + directory.path() + ", or configure DB_STAGING_* and DB_PROD_*.");
    }
  }

  Address address(String database, String prefix) {
    String port = String.valueOf(postgres.getPort());
    return new Address("localhost", port, USER, "", database, prefix, "");
  }

  @Override
  public void close() {
    try {
      postgres.close();
      LOG.info("embedded database stopped");
    } catch (IOException e) {
      LOG.warn("embedded database not stopped error={}", Faults.describe(e));
    } finally {
      directory.close();
    }
  }

  private static void putIncompleteAside(Path files) throws IOException {
    if (Files.exists(files) && !Files.exists(files.resolve(COMPLETE))) {
      Path aside = Files.createTempDirectory(files.getParent(), "postgres-incomplete-");
      Files.move(files, aside.resolve("postgres"));
      LOG.warn("embedded database was incomplete files={}", aside);
    }
  }

  private static EmbeddedPostgres launch(Path directory, Path files) throws IOException {
    Redirect log = Redirect.appendTo(directory.resolve("postgres.log").toFile());
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(files)
            .setOverrideWorkingDirectory(directory.resolve("postgres-binaries").toFile())
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(LONGEST_RECOVERY)
            .setLocaleConfig("locale", "C")
            .setLocaleConfig("locale-provider", "builtin")
            .setLocaleConfig("builtin-locale", "C.UTF-8")
            .setErrorRedirector(log)
            .setOutputRedirector(log);
    SERVER.forEach(builder::setServerConfig);
    return builder.start();
  }

  private static void createDatabases(EmbeddedPostgres postgres) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (NeededDatabase needed : NeededDatabase.all()) {
        if (!exists(statement, needed.name())) {
          statement.execute("CREATE DATABASE " + needed.name());
        }
      }
    }
  }

  private static boolean exists(Statement statement, String name) throws SQLException {
    try (ResultSet found =
        statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
      return found.next();
    }
  }

  private static void mark(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file);
    }
  }
}
