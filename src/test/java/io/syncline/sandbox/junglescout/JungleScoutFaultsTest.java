package io.syncline.sandbox.junglescout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletResponse;

final class JungleScoutFaultsTest {

  private final Sandbox sandbox = new Sandbox();
  private final List<String> asked = sandbox.known(6);

  @ParameterizedTest
  @CsvSource({"HTTP_401, 401", "HTTP_429, 429", "HTTP_500, 500"})
  void status_faults_answer_with_the_error_envelope(String kind, int status) throws Exception {
    switchOn(kind, "");
    for (MockHttpServletResponse answer : List.of(lookUp(), sales())) {
      assertThat(answer.getStatus()).isEqualTo(status);
      assertThat(sandbox.json(answer).at("/errors/0/status").asText())
          .isEqualTo(String.valueOf(status));
    }
  }

  @Test
  void throttling_fault_tells_its_delay_in_the_text() throws Exception {
    switchOn("HTTP_429", ",\"delay_ms\":30000");
    assertThat(sandbox.json(lookUp()).at("/errors/0/detail").asText())
        .endsWith("retry again at 2026-11-22T06:00:30-06:00");
  }

  @Test
  void count_says_how_many_requests_are_still_hit() throws Exception {
    switchOn("HTTP_500", ",\"count\":2");
    assertThat(statuses(4)).containsExactly(500, 500, 200, 200);
  }

  @Test
  void rate_hits_the_same_share_every_time() throws Exception {
    for (int round = 0; round < 2; round++) {
      switchOn("HTTP_500", ",\"rate\":0.2");
      assertThat(statuses(10)).containsExactly(200, 200, 200, 200, 500, 200, 200, 200, 200, 500);
      sandbox.clock.advance(Duration.ofSeconds(1));
    }
  }

  @Test
  void fault_can_be_limited_to_one_endpoint() throws Exception {
    switchOn("HTTP_500", ",\"endpoint\":\"sales_estimates_query\"");
    assertThat(lookUp().getStatus()).isEqualTo(200);
    assertThat(sales().getStatus()).isEqualTo(500);
  }

  @Test
  void slow_answers_wait_before_they_start() throws Exception {
    switchOn("SLOW", ",\"delay_ms\":1500,\"count\":1");
    assertThat(lookUp().getStatus()).isEqualTo(200);
    assertThat(lookUp().getStatus()).isEqualTo(200);
    assertThat(sandbox.pauses).containsExactly(Duration.ofMillis(1500));
  }

  @Test
  void slow_refusals_combine_two_faults() throws Exception {
    switchOn("SLOW", ",\"delay_ms\":10");
    switchOn("HTTP_500", "");
    assertThat(sales().getStatus()).isEqualTo(500);
    assertThat(sandbox.pauses).hasSize(1);
  }

  @Test
  void dripping_answers_spread_the_whole_body_over_the_delay() throws Exception {
    String whole = Sandbox.text(lookUp());
    switchOn("DRIP", ",\"delay_ms\":2000");
    assertThat(Sandbox.text(lookUp())).isEqualTo(whole);
    assertThat(sandbox.pauses).hasSize(20).containsOnly(Duration.ofMillis(100));
  }

  @Test
  void garbage_is_a_page_where_json_was_due() throws Exception {
    switchOn("GARBAGE", "");
    MockHttpServletResponse answer = sales();
    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(answer.getContentType()).isEqualTo(JungleScoutSimulator.MEDIA_TYPE);
    assertThat(sandbox.isJson(answer)).isFalse();
  }

  @Test
  void truncated_answer_is_the_first_half_of_the_right_one() throws Exception {
    String whole = Sandbox.text(lookUp());
    switchOn("TRUNCATED", "");
    MockHttpServletResponse answer = lookUp();
    assertThat(whole).startsWith(Sandbox.text(answer));
    assertThat(sandbox.isJson(answer)).isFalse();
  }

  @Test
  void errors_hide_in_an_empty_200() throws Exception {
    switchOn("ERRORS_IN_200", "");
    for (MockHttpServletResponse answer : List.of(lookUp(), sales())) {
      JsonNode body = sandbox.json(answer);
      assertThat(answer.getStatus()).isEqualTo(200);
      assertThat(body.path("data")).isEmpty();
      assertThat(body.at("/meta/errors/0/status").asText()).isEqualTo("500");
    }
  }

  @Test
  void partial_page_announces_a_next_one_that_always_fails() throws Exception {
    switchOn("PARTIAL_PAGES", ",\"count\":1");
    JsonNode page = sandbox.json(lookUp());
    assertThat(page.path("data")).hasSize(3);
    assertThat(page.at("/meta/total_items").asInt()).isEqualTo(6);
    assertThat(sandbox.follow(page, asked).getStatus()).isEqualTo(500);
    assertThat(sandbox.follow(page, asked).getStatus()).isEqualTo(500);
  }

  @Test
  void looping_cursor_leads_to_the_page_it_stands_on() throws Exception {
    switchOn("LOOPING_CURSOR", "");
    JsonNode first = sandbox.json(lookUp());
    JsonNode second = sandbox.json(sandbox.follow(first, asked));
    assertThat(first.at("/links/next").isTextual()).isTrue();
    assertThat(second.at("/links/next")).isEqualTo(first.at("/links/next"));
    assertThat(Sandbox.asins(second)).isEqualTo(Sandbox.asins(first));
  }

  @Test
  void foreign_asins_come_back_unasked() throws Exception {
    switchOn("FOREIGN_ASINS", "");
    assertThat(Sandbox.asins(sandbox.json(lookUp()))).contains("B0FOREIGN0").hasSize(7);
    JsonNode sales = sandbox.json(sales());
    assertThat(Sandbox.asins(sales)).containsExactly("B0FOREIGN0");
    assertThat(sales.at("/data/0/attributes/asin").asText()).isEqualTo("B0FOREIGN0");
  }

  @Test
  void foreign_asin_comes_back_even_when_nothing_matches() throws Exception {
    switchOn("FOREIGN_ASINS", "");
    JsonNode page = sandbox.json(sandbox.lookUp("?marketplace=us", List.of("B000000000")));
    assertThat(Sandbox.asins(page)).containsExactly("B0FOREIGN0");
  }

  @Test
  void numbers_go_out_of_range() throws Exception {
    switchOn("OUT_OF_RANGE_NUMBERS", "");
    JsonNode product = sandbox.json(lookUp()).at("/data/0/attributes");
    JsonNode point = sandbox.json(sales()).at("/data/0/attributes/data/0");
    assertThat(product.path("rating").asText()).isEqualTo("123.4");
    assertThat(product.path("price").asText()).isEqualTo("1000000000000");
    assertThat(point.path("estimated_units_sold").asLong()).isEqualTo(99_999_999_999L);
    assertThat(point.path("last_known_price").asText()).isEqualTo("1000000000000");
  }

  @Test
  void nul_characters_stand_inside_texts() throws Exception {
    switchOn("NUL_CHARACTERS", "");
    assertThat(sandbox.json(lookUp()).at("/data/0/attributes/title").asText()).contains("\u0000");
    assertThat(sandbox.json(sales()).at("/data/0/attributes/parent_asin").asText())
        .contains("\u0000");
  }

  @Test
  void fields_go_missing() throws Exception {
    switchOn("MISSING_FIELDS", "");
    JsonNode data = sandbox.json(lookUp()).path("data");
    JsonNode points = sandbox.json(sales()).at("/data/0/attributes/data");
    assertThat(data).allMatch(item -> !item.path("attributes").has("title"));
    assertThat(data).filteredOn(item -> !item.has("id")).hasSize(1);
    assertThat(points).anyMatch(point -> !point.has("date"));
    assertThat(points).anyMatch(point -> !point.has("estimated_units_sold"));
  }

  private void switchOn(String kind, String more) throws Exception {
    String order = "{\"source\":\"junglescout\",\"kind\":\"" + kind + "\"" + more + "}";
    assertThat(sandbox.fault(order).getStatus()).isEqualTo(200);
  }

  private MockHttpServletResponse lookUp() throws Exception {
    return sandbox.lookUp("?marketplace=us", asked);
  }

  private MockHttpServletResponse sales() throws Exception {
    return sandbox.sales(sandbox.catalogue.asins().get(4), "2026-11-01", "2026-11-07");
  }

  private List<Integer> statuses(int count) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int request = 0; request < count; request++) {
      statuses.add(lookUp().getStatus());
    }
    return statuses;
  }
}
