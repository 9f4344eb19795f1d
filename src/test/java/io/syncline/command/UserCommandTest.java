package io.syncline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.secret.ConsoleUser;
import io.syncline.core.secret.ConsoleUsers;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCrypt;
import picocli.CommandLine;

class UserCommandTest {
  private static final String PASSWORD = "canary of a password";

  @Test
  void the_line_it_prints_is_a_user_with_that_password() {
    Outcome outcome = run(PASSWORD, "--name", "vera", "--role", "viewer");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.text()).doesNotContain(PASSWORD);
    List<ConsoleUser> users = ConsoleUsers.of(outcome.text());
    assertThat(users).extracting(ConsoleUser::name).containsExactly("vera");
    assertThat(users.get(0).role()).isEqualTo(ConsoleUser.Role.VIEWER);
    assertThat(BCrypt.checkpw(PASSWORD, users.get(0).hash())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "two words", "a:b", ""})
  void a_name_that_no_line_may_have_is_bad_usage(String name) {
    assertThat(run(PASSWORD, "--name", name, "--role", "admin").code()).isEqualTo(3);
  }

  @Test
  void a_password_that_is_guessed_or_cut_is_bad_usage() {
    for (String password : List.of("", "short", "ü".repeat(37))) {
      assertThat(run(password, "--name", "vera", "--role", "viewer").code()).isEqualTo(3);
    }
  }

  private static Outcome run(String input, String... arguments) {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text, true);
    SecretPrompt prompt =
        new SecretPrompt(new ByteArrayInputStream((input + "\n").getBytes(StandardCharsets.UTF_8)));
    CommandLine line =
        new CommandLine(new SynclineCommand())
            .addSubcommand(new UserCommand(prompt))
            .setOut(writer)
            .setErr(writer)
            .setCaseInsensitiveEnumValuesAllowed(true);
    String[] all = Stream.concat(Stream.of("user"), Stream.of(arguments)).toArray(String[]::new);
    return new Outcome(line.execute(all), text.toString());
  }

  private record Outcome(int code, String text) {}
}
