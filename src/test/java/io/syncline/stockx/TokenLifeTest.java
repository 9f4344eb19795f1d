package io.syncline.stockx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TokenLifeTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private final TokenLife life = new TokenLife(Duration.ofMinutes(5));

  @Test
  void a_token_is_renewed_five_minutes_before_it_ends() {
    assertThat(after(43_200, "opaque")).isEqualTo(Duration.ofHours(12).minusMinutes(5));
  }

  @Test
  void a_short_token_is_used_to_half_its_life() {
    assertThat(after(60, "opaque")).isEqualTo(Duration.ofSeconds(30));
    assertThat(after(600, "opaque")).isEqualTo(Duration.ofMinutes(5));
    assertThat(after(620, "opaque")).isEqualTo(Duration.ofSeconds(320));
  }

  @Test
  void nobody_is_believed_a_token_that_lives_longer_than_a_day() {
    assertThat(after(99_999_999, "opaque")).isEqualTo(Duration.ofHours(24).minusMinutes(5));
  }

  @Test
  void without_a_lifetime_the_token_itself_is_asked() {
    assertThat(after(0, jwt(NOW.plusSeconds(7_200)))).isEqualTo(Duration.ofMinutes(115));
  }

  @Test
  void what_cannot_be_told_is_twelve_hours() {
    Duration usual = Duration.ofHours(12).minusMinutes(5);
    assertThat(after(0, "opaque")).isEqualTo(usual);
    assertThat(after(-1, "a.b.c")).isEqualTo(usual);
    assertThat(after(0, "a.!!!.c")).isEqualTo(usual);
    assertThat(after(0, jwt(NOW.minusSeconds(10)))).as("our clock is ahead").isEqualTo(usual);
  }

  private Duration after(long expiresIn, String access) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (expiresIn != 0) {
      answer.put("expires_in", expiresIn);
    }
    return Duration.between(NOW, life.renewAt(answer, access, NOW));
  }

  private static String jwt(Instant expiry) {
    String claims = "{\"exp\":" + expiry.getEpochSecond() + "}";
    return "h."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".s";
  }
}
