package io.syncline.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Debian's pgbouncer in front of the test server, on a port of its own. A test that starts one is
 * annotated {@code @Needs("pgbouncer")}.
 */
public final class PgBouncer implements AutoCloseable {
  /** Without these JDBC does not get in at all; what start-up options say is dropped. */
  public static final String LENIENT = "extra_float_digits,options";

  private static final Duration LONGEST_START = Duration.ofSeconds(60);

  private final Process process;
  private final int port;

  private PgBouncer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Lends server connections by session, transaction or statement. */
  public static PgBouncer start(String mode) {
    return start(mode, LENIENT);
  }

  public static PgBouncer start(String mode, String ignored) {
    try {
      Path directory = Files.createTempDirectory("pgbouncer-");
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      int port = FreePort.any();
      Path file =
          Files.writeString(directory.resolve("pgbouncer.ini"), settings(mode, ignored, port));
      Process process =
          new ProcessBuilder(command(file))
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("output.log").toFile())
              .start();
      PgBouncer pooler = new PgBouncer(process, port);
      Awaitility.await().atMost(LONGEST_START).until(pooler::answers);
      return pooler;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** It refuses to run as root. */
  private static List<String> command(Path file) {
    List<String> command = new ArrayList<>();
    command.add(NeedsCondition.program("pgbouncer").toString());
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("-u", "nobody"));
    }
    command.add(file.toString());
    return command;
  }

  private static String settings(String mode, String ignored, int port) {
    return """
    [databases]
    * = host=127.0.0.1 port=%s user=postgres
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = %s
    unix_socket_dir =
    auth_type = any
    pool_mode = %s
    default_pool_size = 60
    max_client_conn = 300
    ignore_startup_parameters = %s
    """
        .formatted(Postgres.port(), port, mode, ignored);
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
