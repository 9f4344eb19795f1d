package io.syncline.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.error.StartupRefused;
import io.syncline.core.secret.ConsoleUser.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleUsersTest {
  private static final String HASH = "$2a$10$MS4t4CC7ShZ2ubSdV9SGbuHl51cAL4mRU/lXICmwMJn0PW94uGx8e";
  private static final String VERA = "vera:viewer:" + HASH;

  @TempDir private Path directory;

  @Test
  void the_text_and_a_file_of_it_say_the_same() throws IOException {
    String text = "# who looks\n\n" + VERA + "\nada@example.com:admin:" + HASH + "\n";
    Path file = Files.writeString(directory.resolve("users"), text);
    assertThat(ConsoleUsers.of(text))
        .containsExactly(
            new ConsoleUser("vera", Role.VIEWER, HASH),
            new ConsoleUser("ada@example.com", Role.ADMIN, HASH))
        .isEqualTo(ConsoleUsers.of(file.toString()));
  }

  @Test
  void nothing_is_nobody() {
    assertThat(ConsoleUsers.of(" ")).isEmpty();
  }

  @Test
  void a_file_that_is_not_there_is_refused() {
    assertThatExceptionOfType(StartupRefused.class)
        .isThrownBy(() -> ConsoleUsers.of(directory.resolve("none").toString()))
        .withMessage("SYNCLINE_USERS is neither a file that can be read nor users.");
  }

  @ParameterizedTest
  @CsvSource({
    "vera:HASH,                is not name:role:bcrypt",
    "vera:viewer:HASH:more,    is not name:role:bcrypt",
    "ve ra:viewer:HASH,        has a name that is not",
    "'':viewer:HASH,           has a name that is not",
    "admin:admin:HASH,         has a name that is there already",
    "first:viewer:HASH,        has a name that is there already",
    "vera:root:HASH,           has a role that is neither viewer nor admin",
    "vera:viewer:canary,       has no hash of bcrypt",
    "vera:viewer:$2y$09$MS4t4CC7ShZ2ubSdV9SGbuHl51cAL4mRU/lXICmwMJn0PW94uGx8e, has a cost of bcrypt",
    "vera:viewer:$2y$15$MS4t4CC7ShZ2ubSdV9SGbuHl51cAL4mRU/lXICmwMJn0PW94uGx8e, has a cost of bcrypt",
    "vera:viewer:$2y$11$MS4t4CC7ShZ2ubSdV9SGbuHl51cAL4mRU/lXICmwMJn0PW94uGx8e, has another cost"
  })
  void a_wrong_line_is_told_by_its_number_and_not_shown(String line, String why) {
    String text = "first:viewer:" + HASH + "\n# more\n" + line.replace("HASH", HASH);
    assertThatExceptionOfType(StartupRefused.class)
        .isThrownBy(() -> ConsoleUsers.of(text))
        .withMessageStartingWith("SYNCLINE_USERS, line 3 " + why)
        .satisfies(
            refused ->
                assertThat(refused.sentences()).doesNotContain("$2").doesNotContain("canary"));
  }

  @Test
  void printing_a_user_shows_no_hash() {
    assertThat(ConsoleUsers.of(VERA).toString()).isEqualTo("[vera, viewer]");
  }
}
