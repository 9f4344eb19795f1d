package io.syncline.entities.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a token is renewed and where it is asked for. */
class AccountTokenTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String ACCOUNT = "us@example.org";
  private static final String ELSEWHERE = "http://localhost:9/token";

  /** SE-67. */
  @ParameterizedTest
  @CsvSource({"3600, 3300", "601, 301", "600, 300", "60, 30", "0, 0"})
  void a_token_is_renewed_before_its_end_a_short_lived_one_at_half_its_life(int life, int good) {
    AccountToken token = token(Date.from(NOW.plusSeconds(life)));
    assertThat(token.isGoodFor(ACCOUNT, NOW.plusSeconds(good).minusMillis(1))).isTrue();
    assertThat(token.isGoodFor(ACCOUNT, NOW.plusSeconds(good))).isFalse();
  }

  @Test
  void a_token_without_an_end_and_that_of_another_account_are_good_for_nothing() {
    assertThat(token(null).isGoodFor(ACCOUNT, NOW)).isFalse();
    assertThat(token(Date.from(NOW.plusSeconds(3600))).isGoodFor("you@example.org", NOW)).isFalse();
    assertThat(AccountToken.NONE.isGoodFor("", NOW)).isFalse();
  }

  @Test
  void no_token_is_in_a_text_of_it() {
    assertThat(token(null)).hasToString("token of " + ACCOUNT);
  }

  @Test
  void tokens_are_asked_for_where_the_key_file_says_unless_that_is_configured() {
    KeyFile key = key("https://oauth2.example.com/token");
    assertThat(settings("").tokensOf(key))
        .isEqualTo(URI.create("https://oauth2.example.com/token"));
    assertThat(settings(ELSEWHERE).tokensOf(key)).isEqualTo(URI.create(ELSEWHERE));
  }

  @Test
  void a_key_file_that_would_send_a_claim_in_the_clear_is_refused() {
    KeyFile key = key("http://oauth2.example.com/token");
    assertThatThrownBy(() -> settings("").tokensOf(key))
        .isInstanceOfSatisfying(
            TerminalFailure.class,
            refused -> assertThat(refused.reason()).isEqualTo(StopReason.AUTH_FAILED))
        .hasMessageContaining("not https");
    assertThat(settings(ELSEWHERE).tokensOf(key)).isEqualTo(URI.create(ELSEWHERE));
  }

  private static AccountToken token(Date end) {
    return AccountToken.of(ACCOUNT, new AccessToken("ya29.x", end), NOW, Duration.ofMinutes(5));
  }

  private static KeyFile key(String tokenUri) {
    return KeyFile.of(
        "{\"client_email\": \"%s\", \"private_key\": \"x\", \"token_uri\": \"%s\"}"
            .formatted(ACCOUNT, tokenUri));
  }

  private static GoogleSettings settings(String tokenUrl) {
    URI sheets = URI.create("https://sheets.example.com");
    return new GoogleSettings(
        "",
        sheets,
        sheets,
        tokenUrl,
        1,
        1,
        Duration.ofSeconds(1),
        Duration.ofMinutes(5),
        1,
        new GoogleSettings.TokenHost(1, 1, 1));
  }
}
