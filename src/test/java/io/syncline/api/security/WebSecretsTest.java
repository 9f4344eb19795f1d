package io.syncline.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class WebSecretsTest {
  private static final String GOOD = "0123456789abcdef0123456789abcdef";

  @Test
  void a_missing_or_short_secret_is_named_and_not_shown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WebSecrets("short-canary", GOOD, GOOD, "password"))
        .withMessageContaining("SYNC_API_KEY")
        .withMessageNotContaining("canary");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WebSecrets(GOOD, GOOD, GOOD, " "))
        .withMessageContaining("SYNCLINE_ADMIN_PASSWORD");
  }

  @Test
  void printing_shows_none() {
    assertThat(new WebSecrets(GOOD, GOOD, GOOD, "password").toString()).doesNotContain(GOOD);
  }
}
