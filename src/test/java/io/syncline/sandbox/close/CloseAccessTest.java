package io.syncline.sandbox.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;

class CloseAccessTest {
  private final CloseShop shop = new CloseShop(10_000);

  @Test
  void a_path_without_its_last_slash_is_redirected() throws Exception {
    MockHttpServletResponse answer = list("/lead");
    assertThat(answer.getStatus()).isEqualTo(301);
    assertThat(answer.getHeader("Location")).isEqualTo(CloseShop.ROOT + "/lead/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer key", "Basic ???", "Basic a2V5", "Basic a2V5OnBhc3M="})
  void the_key_is_the_user_and_the_password_is_empty(String authorization) throws Exception {
    MockHttpServletResponse answer =
        shop.send(get(CloseShop.ROOT + "/me/").header("Authorization", authorization));
    assertThat(answer.getStatus()).isEqualTo(401);
    assertThat(list("/me/").getStatus()).isEqualTo(200);
  }

  @Test
  void lists_go_by_offset_and_only_some_tell_their_total() throws Exception {
    JsonNode leads = shop.json(list("/lead/?_skip=200&_limit=100"));
    assertThat(leads.path("data")).hasSize(40);
    assertThat(leads.path("has_more").asBoolean()).isFalse();
    assertThat(leads.path("total_results").asInt()).isEqualTo(240);
    JsonNode contacts = shop.json(list("/contact/?_fields=id,name"));
    assertThat(contacts.path("data")).hasSize(100);
    assertThat(contacts.path("has_more").asBoolean()).isTrue();
    assertThat(contacts.has("total_results")).isFalse();
    assertThat(contacts.at("/data/0").fieldNames()).toIterable().contains("id", "name").hasSize(3);
    assertThat(shop.json(list("/opportunity/")).at("/data/0/value_formatted").asText())
        .startsWith("$");
  }

  @ParameterizedTest
  @CsvSource({
    "/lead/?_limit=201",
    "/contact/?_limit=101",
    "/lead/?_skip=250001",
    "/lead/?_limit=x"
  })
  void what_is_beyond_a_maximum_is_a_bad_request(String path) throws Exception {
    assertThat(list(path).getStatus()).isEqualTo(400);
  }

  @Test
  void every_answer_tells_what_is_left_and_the_twenty_first_of_a_second_waits() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(list("/lead/?_limit=1").getHeader("RateLimit"))
          .isEqualTo("limit=20, remaining=%d, reset=1".formatted(19 - i));
    }
    MockHttpServletResponse refusal = list("/lead/?_limit=1");
    assertThat(refusal.getStatus()).isEqualTo(429);
    assertThat(refusal.getHeader("RateLimit")).isEqualTo("limit=20, remaining=0, reset=1");
    assertThat(refusal.getHeader("Retry-After")).isEqualTo("1");
    assertThat(list("/contact/").getStatus()).as("another group").isEqualTo(200);
    shop.clock.advance(Duration.ofSeconds(1));
    assertThat(list("/lead/?_limit=1").getStatus()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"HTTP_402,402", "HTTP_403,403", "HTTP_503,503", "HTTP_429,429"})
  void refusals_come_on_request(String kind, int status) throws Exception {
    shop.send(
        put("/sandbox/admin/faults")
            .content("{\"source\":\"close\",\"kind\":\"%s\",\"delay_ms\":4000}".formatted(kind)));
    MockHttpServletResponse refusal = shop.search(CloseShop.search("2026-01-01", 10, ""));
    assertThat(refusal.getStatus()).isEqualTo(status);
    assertThat(shop.json(refusal).path("error").asText()).isNotEmpty();
    assertThat(refusal.getHeader("RateLimit")).contains(status == 429 ? "reset=4" : "remaining=19");
  }

  private MockHttpServletResponse list(String path) throws Exception {
    return shop.send(get(CloseShop.ROOT + path).header("Authorization", CloseShop.KEY));
  }
}
