package io.syncline.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanariesTest {
  private static final String SECRET = "Atzr|A1?~ secret";

  private final Canaries canaries = new Canaries(List.of(SECRET, "another one"));

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc", "{\"token\":\""})
  void a_secret_is_found_wherever_it_begins(String before) {
    byte[] bytes = (before + SECRET + before).getBytes(StandardCharsets.UTF_8);
    assertThat(canaries.in(before + SECRET)).containsExactly(SECRET);
    assertThat(canaries.in(HexFormat.of().withUpperCase().formatHex(bytes)))
        .containsExactly(SECRET);
    assertThat(canaries.in(Base64.getEncoder().encodeToString(bytes))).containsExactly(SECRET);
    assertThat(canaries.in(Base64.getUrlEncoder().encodeToString(bytes))).containsExactly(SECRET);
    assertThat(canaries.in("token=Atzr%7CA1%3F%7E+secret&")).containsExactly(SECRET);
  }

  @Test
  void what_is_not_there_is_not_found() {
    assertThat(canaries.in("Atzr|A1 " + Base64.getEncoder().encodeToString(new byte[40])))
        .isEmpty();
  }
}
