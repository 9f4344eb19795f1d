package io.syncline.sandbox.junglescout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;

final class ProductDatabaseQueryTest {

  private final Sandbox sandbox = new Sandbox();

  @Test
  void matches_come_back_in_another_order_than_asked() throws Exception {
    for (int size : List.of(2, 3, 10)) {
      List<String> asked = sandbox.known(size);
      JsonNode page = sandbox.json(sandbox.lookUp("?marketplace=us", asked));
      assertThat(Sandbox.asins(page)).containsExactlyInAnyOrderElementsOf(asked);
      assertThat(Sandbox.asins(page)).isNotEqualTo(asked);
    }
  }

  @Test
  void page_holds_ten_products_when_no_size_is_asked() throws Exception {
    JsonNode page = sandbox.json(sandbox.lookUp("?marketplace=us", sandbox.known(12)));
    assertThat(page.path("data")).hasSize(10);
    assertThat(page.at("/meta/total_items").asInt()).isEqualTo(12);
    assertThat(page.at("/links/next").isTextual()).isTrue();
  }

  @Test
  void one_page_holds_a_hundred_products() throws Exception {
    JsonNode page =
        sandbox.json(sandbox.lookUp("?marketplace=us&page%5Bsize%5D=100", sandbox.known(100)));
    assertThat(page.path("data")).hasSize(100);
    assertThat(page.at("/links/next").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"101", "0", "-1", "ten", "1000000"})
  void page_size_out_of_range_is_refused(String size) throws Exception {
    MockHttpServletResponse refusal =
        sandbox.lookUp("?marketplace=us&page%5Bsize%5D=" + size, sandbox.known(1));
    assertThat(refusal.getStatus()).isEqualTo(400);
    JsonNode error = sandbox.json(refusal).at("/errors/0");
    assertThat(error.path("code").asText()).isEqualTo("BAD_REQUEST");
    assertThat(error.path("title").asText()).isEqualTo("Invalid parameter value for: 'page[size]'");
    assertThat(error.at("/source/parameter").asText()).isEqualTo("page[size]");
    assertThat(error.path("status").isTextual()).isTrue();
  }

  @Test
  void following_the_links_visits_every_product_once() throws Exception {
    List<String> asked = sandbox.known(25);
    List<String> seen = new ArrayList<>();
    Set<Boolean> raw = new HashSet<>();
    JsonNode page = sandbox.json(sandbox.lookUp("?marketplace=us&page%5Bsize%5D=10", asked));
    seen.addAll(Sandbox.asins(page));
    while (page.at("/links/next").isTextual()) {
      raw.add(page.at("/links/next").asText().contains("["));
      page = sandbox.json(sandbox.follow(page, asked));
      seen.addAll(Sandbox.asins(page));
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(asked);
    assertThat(raw).as("brackets occur both raw and encoded").containsExactly(false, true);
  }

  @Test
  void links_lead_back_to_the_host_that_was_asked() throws Exception {
    JsonNode page = sandbox.json(sandbox.lookUp("?marketplace=us", sandbox.known(12)));
    assertThat(page.at("/links/self").asText())
        .isEqualTo("http://localhost" + Sandbox.LOOKUP + "?marketplace=us&page%5Bsize%5D=10");
    assertThat(page.at("/links/next").asText())
        .startsWith(page.at("/links/self").asText() + "&page%5Bcursor%5D=");
  }

  @Test
  void made_up_cursor_is_refused() throws Exception {
    MockHttpServletResponse refusal =
        sandbox.lookUp("?marketplace=us&page%5Bcursor%5D=nonsense!", sandbox.known(1));
    assertThat(refusal.getStatus()).isEqualTo(400);
    assertThat(sandbox.json(refusal).at("/errors/0/source/parameter").asText())
        .isEqualTo("page[cursor]");
  }

  @Test
  void unknown_products_are_absent_and_no_error() throws Exception {
    MockHttpServletResponse answer = sandbox.lookUp("?marketplace=us", List.of("B000000000"));
    JsonNode page = sandbox.json(answer);
    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(page.path("data").isArray()).isTrue();
    assertThat(page.path("data")).isEmpty();
    assertThat(page.at("/links/next").isNull()).isTrue();
    assertThat(page.at("/meta/total_items").asInt()).isZero();
  }

  @Test
  void a_few_products_of_the_catalogue_are_unknown() throws Exception {
    List<String> unknown =
        sandbox.catalogue.asins().stream()
            .filter(asin -> !sandbox.catalogue.isKnown(asin))
            .toList();
    JsonNode page = sandbox.json(sandbox.lookUp("?marketplace=us", unknown));
    assertThat(unknown).hasSize(10);
    assertThat(page.path("data")).isEmpty();
  }

  @Test
  void lower_case_and_repeated_asins_find_one_product() throws Exception {
    String asin = sandbox.known(1).get(0);
    JsonNode page =
        sandbox.json(
            sandbox.lookUp("?marketplace=us", List.of(asin, asin.toLowerCase(Locale.ROOT), asin)));
    assertThat(Sandbox.asins(page)).containsExactly(asin);
  }

  @Test
  void a_plain_word_finds_products_by_title() throws Exception {
    JsonNode page = sandbox.json(sandbox.lookUp("?marketplace=us", List.of("Yoga Mat")));
    assertThat(page.at("/meta/total_items").asInt()).isBetween(20, 200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "[]", "{\"data\":"})
  void body_that_is_no_json_object_is_refused(String body) throws Exception {
    MockHttpServletResponse refusal =
        sandbox.send(
            post(Sandbox.LOOKUP + "?marketplace=us")
                .header("Authorization", Sandbox.KEY)
                .content(body));
    assertThat(refusal.getStatus()).isEqualTo(400);
    assertThat(sandbox.json(refusal).at("/errors/0/code").asText()).isEqualTo("BAD_REQUEST");
  }

  @Test
  void body_without_keywords_is_invalid() throws Exception {
    MockHttpServletResponse refusal = sandbox.lookUp("?marketplace=us", List.of());
    assertThat(refusal.getStatus()).isEqualTo(422);
    assertThat(sandbox.json(refusal).at("/errors/0/source/pointer").asText())
        .isEqualTo("/data/attributes/include_keywords");
  }

  @Test
  void same_seed_gives_the_same_bytes_and_another_seed_other_products() throws Exception {
    List<String> asked = sandbox.known(10);
    String here = Sandbox.text(sandbox.lookUp("?marketplace=us", asked));
    assertThat(Sandbox.text(new Sandbox().lookUp("?marketplace=us", asked))).isEqualTo(here);
    Sandbox other = new Sandbox(Sandbox.settings("other", 15, 300), null);
    assertThat(other.catalogue.asins()).doesNotContainAnyElementsOf(asked);
  }
}
