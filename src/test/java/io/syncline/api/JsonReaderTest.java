package io.syncline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.error.RequestRefused;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  private final JsonReader reader = new JsonReader();

  static Stream<String> what_is_no_sound_json_is_refused() {
    return Stream.of(
        "{\"a\":",
        "<a/>",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "[".repeat(33) + "]".repeat(33),
        "[".repeat(100_000),
        "1".repeat(65),
        "\"" + "x".repeat(70_000) + "\"",
        "{\"" + "n".repeat(300) + "\":1}",
        "NaN");
  }

  @ParameterizedTest
  @MethodSource
  void what_is_no_sound_json_is_refused(String text) {
    assertThatExceptionOfType(RequestRefused.class)
        .isThrownBy(() -> reader.read(text.getBytes(StandardCharsets.UTF_8)))
        .satisfies(it -> assertThat(it.problem().status()).isEqualTo(400))
        .satisfies(it -> assertThat(it.problem().code()).isEqualTo("INVALID_JSON"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sku\":\"a\\u0000b\"}",
        "{\"a\":[{\"sku\":\"a\\ud800b\"}]}",
        "{\"sku\":1e131000}",
        "{\"sku\":1e-300}",
        "{\"sku\":1e-1000}"
      })
  void what_no_database_can_store_is_refused_with_its_name(String text) {
    assertThatExceptionOfType(RequestRefused.class)
        .isThrownBy(() -> reader.read(text.getBytes(StandardCharsets.UTF_8)))
        .satisfies(it -> assertThat(it.problem().code()).isEqualTo("INVALID_PARAMETER"))
        .satisfies(it -> assertThat(it.problem().detail()).contains("sku"));
  }

  @Test
  void a_number_keeps_its_digits() {
    for (String number : new String[] {"0.12345678901234567890123", "12.50", "7"}) {
      assertThat(reader.read(number.getBytes(StandardCharsets.UTF_8)).orElseThrow().asText())
          .isEqualTo(number);
    }
  }

  @Test
  void what_is_within_the_limits_is_read() {
    String text = "[".repeat(32) + "1".repeat(64) + "]".repeat(32);
    assertThat(reader.read(text.getBytes(StandardCharsets.UTF_8))).isPresent();
    assertThat(reader.read(new byte[0])).isEmpty();
  }
}
