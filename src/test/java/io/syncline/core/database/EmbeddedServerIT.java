package io.syncline.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

class EmbeddedServerIT {
  @TempDir private Path directory;

  @Test
  void rows_survive_a_restart_and_commits_are_durable() {
    try (EmbeddedServer server = EmbeddedServer.start(DataDirectory.take(directory))) {
      JdbcTemplate staging = new JdbcTemplate(source(server.address("staging", "")));
      staging.execute("CREATE TABLE kept (id int)");
      for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
        assertThat(staging.queryForObject("SHOW " + setting, String.class)).isEqualTo("on");
      }
    }
    try (EmbeddedServer server = EmbeddedServer.start(DataDirectory.take(directory))) {
      JdbcTemplate staging = new JdbcTemplate(source(server.address("staging", "")));
      assertThat(staging.queryForObject("SELECT count(*) FROM kept", Integer.class)).isZero();
    }
  }

  @Test
  void a_server_left_running_is_stopped_first() throws Exception {
    Path port = directory.resolve("port");
    String classPath = System.getProperty("java.class.path");
    Process killed =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                classPath,
                Owner.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("owner.log").toFile())
            .start();
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(port));
    DataSource old = source(Integer.parseInt(Files.readString(port)), "staging");
    old.getConnection().close();
    killed.destroyForcibly().onExit().join();
    old.getConnection().close();
    try (EmbeddedServer server = EmbeddedServer.start(DataDirectory.take(directory))) {
      assertThatThrownBy(old::getConnection).hasMessageContaining("refused");
      JdbcTemplate staging = new JdbcTemplate(source(server.address("staging", "")));
      assertThat(staging.queryForObject("SELECT 1", Integer.class)).isOne();
    }
  }

  @Test
  void files_of_an_unfinished_initialisation_are_put_aside() throws Exception {
    Files.createDirectories(directory.resolve("postgres/base"));
    Files.writeString(directory.resolve("postgres/PG_VERSION"), "17");
    try (EmbeddedServer server = EmbeddedServer.start(DataDirectory.take(directory))) {
      JdbcTemplate yuhinkai = new JdbcTemplate(source(server.address("yuhinkai", "")));
      assertThat(yuhinkai.queryForObject("SELECT 1", Integer.class)).isOne();
      assertThat(directory.toFile().list())
          .anyMatch(name -> name.startsWith("postgres-incomplete-"));
    }
  }

  @Test
  void a_pid_file_without_its_server_is_removed() throws Exception {
    EmbeddedServer.start(DataDirectory.take(directory)).close();
    Path pidFile = directory.resolve("postgres/postmaster.pid");
    Files.writeString(pidFile, ProcessHandle.current().pid() + "\n" + directory + "\n0\n5432\n");
    try (EmbeddedServer server = EmbeddedServer.start(DataDirectory.take(directory))) {
      assertThat(source(server.address("staging", ""))).isNotNull();
    }
  }

  private static DataSource source(Address address) {
    return source(Integer.parseInt(address.port()), address.name());
  }

  private static DataSource source(int port, String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    source.setUser("postgres");
    return source;
  }

  /** A process with a server that waits to be killed. */
  static final class Owner {

    private Owner() {}

    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      EmbeddedServer server = EmbeddedServer.start(DataDirectory.take(directory));
      Path draft = directory.resolve("port.draft");
      Files.writeString(draft, server.address("staging", "").port());
      Files.move(draft, directory.resolve("port"));
      new CountDownLatch(1).await();
    }
  }
}
