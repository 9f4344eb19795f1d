package io.syncline.core.database;

import io.syncline.core.error.StartupRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of a process that was killed: it goes on without it and holds the files. It is stopped
 * only when it says itself that it serves our files, since process numbers are given out again.
 */
final class LeftoverServer {
  private static final Logger LOG = LoggerFactory.getLogger(LeftoverServer.class);
  private static final int PORT_LINE = 3;
  private static final int QUESTIONS = 20;
  private static final String SESSIONS =
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
      """;

  private LeftoverServer() {}

  static void stop(Path files) throws IOException {
    Path pidFile = files.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    List<String> lines = Files.readAllLines(pidFile);
    Optional<ProcessHandle> process = process(lines);
    if (process.isEmpty()) {
      Files.delete(pidFile);
    } else if (endsSessions(process.get(), port(lines), files)) {
      process.get().destroy();
      await(process.get().onExit(), 30_000);
      LOG.info("embedded database of a killed process stopped pid={}", process.get().pid());
    } else if (process.get().isAlive()) {
      throw new StartupRefused(
          "A PostgreSQL (process " + process.get().pid() + ") may be using " + files + ".",
          "Stop that process, or delete " + pidFile + " when it serves something else.");
    }
  }

  private static Optional<ProcessHandle> process(List<String> lines) {
    return lines.stream()
        .findFirst()
        .map(String::trim)
        .filter(pid -> pid.matches("[0-9]{1,18}"))
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().command().orElse("").contains("postgres"));
  }

  private static int port(List<String> lines) {
    return lines.size() > PORT_LINE ? Integer.parseInt(lines.get(PORT_LINE).trim()) : 0;
  }

  /** Asks again while the server is still recovering from the kill. */
  private static boolean endsSessions(ProcessHandle process, int port, Path files) {
    for (int question = 0; port > 0 && question < QUESTIONS && process.isAlive(); question++) {
      try (Connection connection = source(port).getConnection();
          Statement statement = connection.createStatement()) {
        boolean ours = serves(statement, files);
        if (ours) {
          statement.execute(SESSIONS);
        }
        return ours;
      } catch (SQLException | IOException e) {
        await(process.onExit(), 500);
      }
    }
    return false;
  }

  private static boolean serves(Statement statement, Path files) throws SQLException, IOException {
    try (ResultSet answer = statement.executeQuery("SHOW data_directory")) {
      return answer.next() && Files.isSameFile(Path.of(answer.getString(1)), files);
    }
  }

  private static PGSimpleDataSource source(int port) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName("postgres");
    source.setUser("postgres");
    source.setConnectTimeout(2);
    source.setSocketTimeout(5);
    return source;
  }

  private static void await(CompletableFuture<ProcessHandle> exit, long millis) {
    try {
      exit.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("still running", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
