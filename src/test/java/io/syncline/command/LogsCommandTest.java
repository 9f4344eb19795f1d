package io.syncline.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("SX-28: logs, and logs --follow")
class LogsCommandTest {
  @TempDir private Path folder;
  private final StringWriter shown = new StringWriter();
  private final StringWriter complaints = new StringWriter();

  @Test
  void the_past_is_shown_and_the_command_ends() throws IOException {
    Path file = write("one", "two", "three");
    assertThat(execute(file.toString(), "--lines", "2")).isZero();
    assertThat(shown.toString().lines()).containsExactly(line("two"), line("three"));
  }

  @Test
  void without_a_file_it_says_what_to_do() {
    assertThat(execute("")).isEqualTo(1);
    assertThat(execute(folder.resolve("none.log").toString())).isEqualTo(1);
    assertThat(complaints.toString()).contains("SYNCLINE_LOG_FILE", "start the service first");
    assertThat(execute("", "--lines", "-1")).isEqualTo(3);
  }

  @Test
  void following_goes_on_through_a_rotation() throws Exception {
    Path file = write("old");
    Thread follower = new Thread(() -> execute(file.toString(), "--follow", "--run", "r1"));
    follower.start();
    await().until(() -> shown.toString().contains("old"));
    append(file, "live");
    await().until(() -> shown.toString().contains("live"));
    Files.move(file, folder.resolve("syncline.log.1"));
    write("rotated");
    await().until(() -> shown.toString().contains("rotated"));
    follower.interrupt();
    await().until(() -> !follower.isAlive());
    assertThat(shown.toString().lines())
        .containsExactly(line("old"), line("live"), line("rotated"));
  }

  private int execute(String file, String... arguments) {
    String[] all = Stream.concat(Stream.of("logs"), Stream.of(arguments)).toArray(String[]::new);
    return new CommandLine(new SynclineCommand())
        .addSubcommand(new LogsCommand(() -> file))
        .setOut(new PrintWriter(shown))
        .setErr(new PrintWriter(complaints, true))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(all);
  }

  private Path write(String... messages) throws IOException {
    Path file = folder.resolve("syncline.log");
    Files.createFile(file);
    append(file, messages);
    return file;
  }

  private static void append(Path file, String... messages) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String message : messages) {
      text.append(line(message)).append('\n');
    }
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  private static String line(String message) {
    return "2026-11-22T08:40:38.418Z  INFO 1 --- [t] [run stockx r1] io.syncline.A : " + message;
  }
}
