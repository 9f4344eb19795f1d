package io.syncline.sandbox.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.patch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

class CloseSearchTest {
  private static final String EVER = "2020-01-01";
  private final CloseShop shop = new CloseShop(10_000);

  @Test
  void a_walk_goes_through_all_in_the_order_of_their_update() throws Exception {
    List<JsonNode> pages = shop.walk(EVER, 100);
    assertThat(pages).extracting(JsonNode::size).containsExactly(100, 100, 40);
    Set<String> ids = new HashSet<>();
    String last = "";
    for (JsonNode page : pages) {
      for (JsonNode lead : page) {
        ids.add(lead.path("id").asText());
        assertThat(lead.path("date_updated").asText()).isGreaterThanOrEqualTo(last);
        last = lead.path("date_updated").asText();
      }
    }
    assertThat(ids).hasSize(240);
  }

  @Test
  void records_share_a_moment_across_the_border_of_a_page() throws Exception {
    List<JsonNode> pages = shop.walk(EVER, 100);
    assertThat(pages.get(0).get(99).path("date_updated"))
        .isEqualTo(pages.get(1).get(0).path("date_updated"));
  }

  @Test
  void only_the_fields_that_were_named_are_answered() throws Exception {
    JsonNode lead = shop.walk(EVER, 200).get(0).get(1);
    assertThat(lead.fieldNames())
        .toIterable()
        .containsExactly(
            "__object_type", "id", "date_updated", "name", SampleLeads.TIER, SampleLeads.SEATS);
    String unnamed = CloseShop.search(EVER, 1, "").replace("\"_fields\"", "\"_other\"");
    assertThat(shop.json(shop.search(unnamed)).at("/data/0").fieldNames())
        .toIterable()
        .containsExactly("__object_type", "id");
  }

  @Test
  void a_cursor_is_refused_after_thirty_seconds() throws Exception {
    String cursor = shop.json(shop.search(CloseShop.search(EVER, 10, ""))).path("cursor").asText();
    shop.clock.advance(Duration.ofSeconds(31));
    MockHttpServletResponse refusal = shop.search(CloseShop.search(EVER, 10, cursor));
    assertThat(refusal.getStatus()).isEqualTo(400);
    assertThat(shop.json(refusal).at("/field-errors/cursor").asText()).contains("expired");
  }

  @Test
  void a_walk_ends_at_its_cap_without_a_word() throws Exception {
    List<JsonNode> pages = new CloseShop(150).walk(EVER, 100);
    assertThat(pages).extracting(JsonNode::size).containsExactly(100, 50);
  }

  @Test
  void a_search_names_one_kind_days_and_known_limits() throws Exception {
    String search = CloseShop.search(EVER, 10, "");
    assertThat(shop.search(search.replace("fixed_local_date", "fixed_utc_time")).getStatus())
        .isEqualTo(400);
    assertThat(shop.search(search.replace("\"_limit\":10", "\"_limit\":201")).getStatus())
        .isEqualTo(400);
    assertThat(
            shop.search(search.replace("\"type\":\"object_type\"", "\"type\":\"x\"")).getStatus())
        .isEqualTo(400);
    assertThat(shop.search("nonsense").getStatus()).isEqualTo(400);
  }

  @Test
  void a_merge_takes_a_lead_away_and_moves_what_belonged_to_it() throws Exception {
    JsonNode leads = shop.walk(EVER, 200).get(0);
    String winner = leads.get(0).path("id").asText();
    String loser = leads.get(2).path("id").asText();
    String order = "{\"winner\":\"%s\",\"loser\":\"%s\"}".formatted(winner, loser);
    assertThat(shop.send(post("/sandbox/admin/close/merges").content(order)).getStatus())
        .isEqualTo(204);
    assertThat(shop.send(post("/sandbox/admin/close/merges").content(order)).getStatus())
        .isEqualTo(404);
    List<JsonNode> pages = shop.walk(EVER, 200);
    assertThat(pages.get(0).findValuesAsText("id")).doesNotContain(loser);
    assertThat(pages.get(1).get(38).path("id").asText()).isEqualTo(winner);
    assertThat(shop.walk("2026-11-22", 200).get(0).findValuesAsText("id")).containsExactly(winner);
  }

  @Test
  void a_change_is_an_update_of_now() throws Exception {
    String id = shop.walk(EVER, 1).get(0).get(0).path("id").asText();
    shop.send(patch("/sandbox/admin/close/lead/" + id).content("{\"name\":\"Renamed\"}"));
    JsonNode changed = shop.walk("2026-11-22", 10).get(0).get(0);
    assertThat(changed.path("id").asText()).isEqualTo(id);
    assertThat(changed.path("name").asText()).isEqualTo("Renamed");
    assertThat(changed.path("date_updated").asText())
        .matches("2026-11-22T12:00:\\d\\d.\\d{6}\\+00:00");
  }
}
