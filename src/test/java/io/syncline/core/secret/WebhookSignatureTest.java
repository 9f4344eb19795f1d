package io.syncline.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.secret.WebhookSignature.Signed;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
  /** The example that the libraries of Standard Webhooks test themselves with. */
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final String TIME = "1614265330";
  private static final String BODY = "{\"test\": 2432232314}";
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private static final Instant NOW = Instant.ofEpochSecond(1614265330);

  @Test
  void the_schemes_own_example_is_signed_as_it_says() {
    assertThat(WebhookSignature.sign(ID, TIME, BODY, SECRET)).isEqualTo(SIGNATURE);
    assertThat(isOf(signed(ID, TIME, SIGNATURE, BODY), NOW)).isTrue();
  }

  @Test
  void one_of_several_signatures_will_do() {
    assertThat(isOf(signed(ID, TIME, "v1,bm9uZQ== " + SIGNATURE, BODY), NOW)).isTrue();
    assertThat(isOf(signed(ID, TIME, "v1,bm9uZQ== v2," + SIGNATURE.substring(3), BODY), NOW))
        .isFalse();
  }

  @Test
  void five_minutes_before_and_after_its_time_it_counts() {
    Signed call = signed(ID, TIME, SIGNATURE, BODY);
    assertThat(isOf(call, NOW.plusSeconds(300))).isTrue();
    assertThat(isOf(call, NOW.minusSeconds(300))).isTrue();
    assertThat(isOf(call, NOW.plusSeconds(301))).isFalse();
    assertThat(isOf(call, NOW.minusSeconds(301))).isFalse();
  }

  @Test
  void whatever_was_signed_may_not_change() {
    assertThat(isOf(signed("msg_2", TIME, SIGNATURE, BODY), NOW)).isFalse();
    assertThat(isOf(signed(ID, "1614265331", SIGNATURE, BODY), NOW)).isFalse();
    assertThat(isOf(signed(ID, TIME, SIGNATURE, BODY + " "), NOW)).isFalse();
    assertThat(
            WebhookSignature.isOf(
                signed(ID, TIME, SIGNATURE, BODY), WebhookSignature.newSecret(), NOW))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "-1614265330", "1614265330.0", "99999999999999999999"})
  void what_is_no_time_is_none_of_now(String time) {
    String signature = WebhookSignature.sign(ID, time, BODY, SECRET);
    assertThat(isOf(signed(ID, time, signature, BODY), NOW)).isFalse();
  }

  @Test
  void secrets_are_as_long_as_the_scheme_wants_and_differ() {
    assertThat(WebhookSignature.newSecret())
        .matches("whsec_[A-Za-z0-9+/]{43}=")
        .isNotEqualTo(WebhookSignature.newSecret());
  }

  private static Signed signed(String id, String time, String signatures, String body) {
    return new Signed(id, time, signatures, body);
  }

  private static boolean isOf(Signed call, Instant now) {
    return WebhookSignature.isOf(call, SECRET, now);
  }
}
