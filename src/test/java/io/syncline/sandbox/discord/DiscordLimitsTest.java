package io.syncline.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.Sandbox;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;

final class DiscordLimitsTest {

  private static final String OLD = "/sandbox/discord/api/webhooks/77/token";

  private final Sandbox sandbox = new Sandbox();

  @Test
  void headers_count_down_the_bucket() throws Exception {
    for (int remaining = 4; remaining >= 0; remaining--) {
      MockHttpServletResponse answer = send(Sandbox.WEBHOOK);
      assertThat(answer.getHeader("X-RateLimit-Limit")).isEqualTo("5");
      assertThat(answer.getHeader("X-RateLimit-Remaining")).isEqualTo("" + remaining);
      assertThat(answer.getHeader("X-RateLimit-Reset-After")).isEqualTo("2.000");
      assertThat(answer.getHeader("X-RateLimit-Reset")).isEqualTo("1795348802.000");
      assertThat(answer.getHeader("X-RateLimit-Bucket")).isNotBlank();
      assertThat(answer.getHeader("Retry-After")).isNull();
    }
  }

  @Test
  void refused_forms_carry_the_headers_too() throws Exception {
    MockHttpServletResponse answer = sandbox.discord(Sandbox.WEBHOOK, Map.of());
    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(answer.getHeader("X-RateLimit-Remaining")).isEqualTo("4");
  }

  @Test
  void sixth_message_in_two_seconds_waits_in_seconds_from_version_8_on() throws Exception {
    MockHttpServletResponse refusal = sixth("/sandbox/discord/api/v8/webhooks/77/token");
    JsonNode body = sandbox.json(refusal);
    assertThat(refusal.getStatus()).isEqualTo(429);
    assertThat(refusal.getHeader("Retry-After")).isEqualTo("2");
    assertThat(refusal.getHeader("X-RateLimit-Scope")).isEqualTo("user");
    assertThat(body.path("retry_after").asDouble()).isEqualTo(1.4);
    assertThat(body.path("global").isBoolean()).isTrue();
    assertThat(body.path("message").asText()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, "/sandbox/discord/api/v7/webhooks/77/token"})
  void older_versions_wait_in_milliseconds(String url) throws Exception {
    MockHttpServletResponse refusal = sixth(url);
    assertThat(refusal.getHeader("Retry-After")).isEqualTo("1400");
    assertThat(sandbox.json(refusal).path("retry_after").asInt()).isEqualTo(1400);
  }

  @Test
  void bucket_empties_as_time_passes_and_is_per_webhook() throws Exception {
    assertThat(sixth(OLD).getStatus()).isEqualTo(429);
    assertThat(send(Sandbox.WEBHOOK).getStatus()).isEqualTo(204);
    sandbox.clock.advance(Duration.ofMillis(1400));
    assertThat(send(OLD).getStatus()).isEqualTo(204);
  }

  @Test
  void hidden_bucket_refuses_while_the_headers_show_room() throws Exception {
    for (int index = 0; index < 30; index++) {
      assertThat(send(Sandbox.WEBHOOK).getStatus()).isEqualTo(204);
      sandbox.clock.advance(Duration.ofSeconds(1));
    }
    MockHttpServletResponse refusal = send(Sandbox.WEBHOOK);
    assertThat(refusal.getStatus()).isEqualTo(429);
    assertThat(refusal.getHeader("X-RateLimit-Remaining")).isEqualTo("4");
    assertThat(refusal.getHeader("X-RateLimit-Scope")).isEqualTo("shared");
    assertThat(refusal.getHeader("Retry-After")).isEqualTo("30");
    sandbox.clock.advance(Duration.ofSeconds(30));
    assertThat(send(Sandbox.WEBHOOK).getStatus()).isEqualTo(204);
  }

  @Test
  void ban_is_static_and_has_no_rate_limit_headers() throws Exception {
    switchOn("BAN", "");
    MockHttpServletResponse first = send(Sandbox.WEBHOOK);
    sandbox.clock.advance(Duration.ofHours(1));
    assertThat(first.getStatus()).isEqualTo(429);
    assertThat(sandbox.json(first).path("code").asInt()).isZero();
    assertThat(sandbox.json(first).path("message").asText()).contains("blocked");
    assertThat(first.getHeaderNames())
        .noneMatch(name -> name.startsWith("X-RateLimit") || name.equals("Retry-After"));
    assertThat(Sandbox.text(send(Sandbox.WEBHOOK))).isEqualTo(Sandbox.text(first));
  }

  @ParameterizedTest
  @CsvSource({"HTTP_401, 401, 50027", "HTTP_404, 404, 10015", "HTTP_500, 500, 0"})
  void status_faults_answer_with_discords_codes(String kind, int status, int code)
      throws Exception {
    switchOn(kind, ",\"count\":1");
    MockHttpServletResponse answer = send(Sandbox.WEBHOOK);
    assertThat(answer.getStatus()).isEqualTo(status);
    assertThat(sandbox.json(answer).path("code").asInt()).isEqualTo(code);
    assertThat(send(Sandbox.WEBHOOK).getStatus()).isEqualTo(204);
  }

  @Test
  void throttling_fault_waits_as_long_as_ordered() throws Exception {
    switchOn("HTTP_429", ",\"delay_ms\":620");
    MockHttpServletResponse answer = send(Sandbox.WEBHOOK);
    assertThat(answer.getStatus()).isEqualTo(429);
    assertThat(answer.getHeader("Retry-After")).isEqualTo("1");
    assertThat(sandbox.json(answer).path("retry_after").asDouble()).isEqualTo(0.62);
  }

  @Test
  void slow_answers_wait() throws Exception {
    switchOn("SLOW", "");
    assertThat(send(Sandbox.WEBHOOK).getStatus()).isEqualTo(204);
    assertThat(sandbox.pauses).containsExactly(Duration.ofSeconds(2));
  }

  private MockHttpServletResponse sixth(String url) throws Exception {
    for (int index = 0; index < 5; index++) {
      assertThat(send(url).getStatus()).isEqualTo(204);
    }
    sandbox.clock.advance(Duration.ofMillis(600));
    return send(url);
  }

  private MockHttpServletResponse send(String url) throws Exception {
    return sandbox.discord(url, Map.of("content", "hello"));
  }

  private void switchOn(String kind, String more) throws Exception {
    String order = "{\"source\":\"discord\",\"kind\":\"" + kind + "\"" + more + "}";
    assertThat(sandbox.fault(order).getStatus()).isEqualTo(200);
  }
}
