package io.syncline.sandbox.junglescout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.Sandbox;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;

final class JungleScoutAccessTest {

  private final Sandbox sandbox = new Sandbox();

  @Test
  void missing_authorization_is_refused() throws Exception {
    MockHttpServletResponse refusal = sandbox.send(get(Sandbox.SALES + "?marketplace=us"));
    assertThat(refusal.getStatus()).isEqualTo(401);
    assertThat(sandbox.json(refusal).at("/errors/0/status").asText()).isEqualTo("401");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", ":", "name:", ":secret", "Bearer name:secret", "Basic a:b"})
  void authorization_that_is_no_colon_pair_is_refused(String header) throws Exception {
    assertThat(as(header).getStatus()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?marketplace=", "?marketplace=US", "?marketplace=xx"})
  void missing_or_unknown_marketplace_is_refused(String query) throws Exception {
    MockHttpServletResponse refusal = sandbox.lookUp(query, sandbox.known(1));
    assertThat(refusal.getStatus()).isEqualTo(400);
    assertThat(sandbox.json(refusal).at("/errors/0/source/parameter").asText())
        .isEqualTo("marketplace");
  }

  @ParameterizedTest
  @ValueSource(strings = {"us", "uk", "de", "in", "ca", "fr", "it", "es", "mx", "jp"})
  void every_marketplace_is_served(String code) throws Exception {
    JsonNode page = sandbox.json(sandbox.lookUp("?marketplace=" + code, sandbox.known(1)));
    assertThat(page.at("/data/0/id").asText()).isEqualTo(code + "/" + sandbox.known(1).get(0));
  }

  @Test
  void answers_and_refusals_carry_the_vendors_media_type() throws Exception {
    assertThat(sandbox.lookUp("?marketplace=us", sandbox.known(1)).getHeader("Content-Type"))
        .isEqualTo("application/vnd.api+json");
    assertThat(as("secret").getHeader("Content-Type")).isEqualTo("application/vnd.api+json");
  }

  @Test
  void sixteenth_request_of_a_second_is_throttled() throws Exception {
    assertThat(statuses(15)).containsOnly(200);
    MockHttpServletResponse refusal = as(Sandbox.KEY);
    assertThat(refusal.getStatus()).isEqualTo(429);
    assertThat(refusal.getHeader("Retry-After")).isNull();
    sandbox.clock.advance(Duration.ofMillis(1000));
    assertThat(as(Sandbox.KEY).getStatus()).isEqualTo(200);
  }

  @Test
  void three_hundred_and_first_request_of_a_minute_is_throttled() throws Exception {
    for (int second = 0; second < 20; second++) {
      assertThat(statuses(15)).containsOnly(200);
      sandbox.clock.advance(Duration.ofSeconds(1));
    }
    MockHttpServletResponse refusal = as(Sandbox.KEY);
    assertThat(refusal.getStatus()).isEqualTo(429);
    assertThat(retryAt(refusal)).isEqualTo("2026-11-22T06:01:00-06:00");
    sandbox.clock.advance(Duration.ofSeconds(40));
    assertThat(as(Sandbox.KEY).getStatus()).isEqualTo(200);
  }

  @Test
  void waiting_as_the_text_tells_is_enough() throws Exception {
    sandbox.clock.advance(Duration.ofNanos(123_456_789));
    assertThat(statuses(15)).containsOnly(200);
    String retryAt = retryAt(as(Sandbox.KEY));
    sandbox.clock.set(OffsetDateTime.parse(retryAt).toInstant().toString());
    assertThat(as(Sandbox.KEY).getStatus()).isEqualTo(200);
  }

  @Test
  void refused_requests_do_not_prolong_the_wait() throws Exception {
    assertThat(statuses(40).subList(15, 40)).containsOnly(429);
    sandbox.clock.advance(Duration.ofSeconds(1));
    assertThat(statuses(15)).containsOnly(200);
  }

  @Test
  void accounts_do_not_share_their_limit() throws Exception {
    assertThat(statuses(15)).containsOnly(200);
    assertThat(as("other:secret").getStatus()).isEqualTo(200);
    assertThat(as("shop:another-key-of-the-same-name").getStatus()).isEqualTo(429);
  }

  @Test
  void limits_are_settings() throws Exception {
    Sandbox tight = new Sandbox(Sandbox.settings("syncline", 2, 3), null);
    List<String> asked = tight.known(1);
    assertThat(tight.lookUp("?marketplace=us", asked).getStatus()).isEqualTo(200);
    assertThat(tight.lookUp("?marketplace=us", asked).getStatus()).isEqualTo(200);
    assertThat(tight.lookUp("?marketplace=us", asked).getStatus()).isEqualTo(429);
    tight.clock.advance(Duration.ofSeconds(1));
    assertThat(tight.lookUp("?marketplace=us", asked).getStatus()).isEqualTo(200);
    assertThat(tight.lookUp("?marketplace=us", asked).getStatus()).isEqualTo(429);
  }

  private String retryAt(MockHttpServletResponse refusal) throws Exception {
    String detail = sandbox.json(refusal).at("/errors/0/detail").asText();
    assertThat(detail).contains("retry again at ");
    return detail.substring(detail.lastIndexOf(' ') + 1);
  }

  private List<Integer> statuses(int count) throws Exception {
    Integer[] statuses = new Integer[count];
    for (int index = 0; index < count; index++) {
      statuses[index] = as(Sandbox.KEY).getStatus();
    }
    return List.of(statuses);
  }

  private MockHttpServletResponse as(String authorization) throws Exception {
    return sandbox.send(
        get(Sandbox.SALES)
            .queryParam("marketplace", "us")
            .queryParam("asin", sandbox.catalogue.asins().get(4))
            .queryParam("start_date", "2026-11-01")
            .queryParam("end_date", "2026-11-02")
            .header("Authorization", authorization));
  }
}
