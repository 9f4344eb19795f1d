package io.syncline.sandbox.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.Sandbox;
import io.syncline.sandbox.engine.CountedDoor;
import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.RequestLedger;
import io.syncline.sandbox.engine.SandboxAdminController;
import io.syncline.sandbox.engine.SandboxJson;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class JsonApisTest {
  private static final String EMPLOYEES = "/sandbox/people/v1/employees";
  private static final String ITEMS = "/sandbox/stock/v2/items";
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

  private final SandboxJson json = new SandboxJson();
  private final MockMvc mvc = mvc();

  private static MockMvc mvc() {
    FaultBoard faults = new FaultBoard();
    RequestLedger ledger = new RequestLedger();
    JsonRecords records = new JsonRecords(Sandbox.settings("syncline", 15, 300));
    return MockMvcBuilders.standaloneSetup(
            new JsonController(
                new JsonSimulator(records, faults), records, new CountedDoor(ledger, wait -> {})),
            new SandboxAdminController(ledger, faults))
        .build();
  }

  @Test
  void employees_are_a_bare_list_and_a_header_leads_on() throws Exception {
    List<String> ids =
        all(
            EMPLOYEES + "?per_page=50",
            "/",
            (answer, body) -> {
              Matcher next = NEXT.matcher(String.valueOf(answer.getHeader("Link")));
              return next.find() ? Optional.of(next.group(1)) : Optional.empty();
            });
    assertThat(ids).hasSize(130).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cursor", "page", "offset", "links"})
  void items_go_on_as_the_parameters_ask(String style) throws Exception {
    String first =
        switch (style) {
          case "page" -> ITEMS + "?limit=100&page=1";
          case "offset" -> ITEMS + "?limit=100&offset=0";
          case "links" -> ITEMS + "?limit=100&links=1";
          default -> ITEMS + "?limit=100";
        };
    assertThat(all(first, "/data/items", (answer, body) -> next(style, body)))
        .hasSize(230)
        .doesNotHaveDuplicates();
  }

  private static Optional<String> next(String style, JsonNode body) {
    JsonNode paging = body.path("paging");
    return switch (style) {
      case "page" ->
          paging.path("page").asInt() < paging.path("pages").asInt()
              ? Optional.of(ITEMS + "?limit=100&page=" + (paging.path("page").asInt() + 1))
              : Optional.empty();
      case "offset" ->
          paging.path("offset").asInt() + 100 < paging.path("total").asInt()
              ? Optional.of(ITEMS + "?limit=100&offset=" + (paging.path("offset").asInt() + 100))
              : Optional.empty();
      case "links" -> Optional.ofNullable(body.at("/links/next").textValue());
      default ->
          Optional.ofNullable(paging.path("next_cursor").textValue())
              .map(cursor -> ITEMS + "?limit=100&cursor=" + cursor);
    };
  }

  @Test
  void what_changed_since_a_time_is_asked_for() throws Exception {
    JsonNode some = json(read(EMPLOYEES + "?per_page=100&updated_after=2026-07-20T00:00:00Z"));
    assertThat(some).hasSizeBetween(1, 60);
    assertThat(read(EMPLOYEES + "?updated_after=yesterday").getStatus()).isEqualTo(422);
    String changed = "{\"id\":\"itm_00001\",\"modified_at\":\"2026-11-01T00:00:00Z\"}";
    mvc.perform(put("/sandbox/admin/json/items").content(changed));
    assertThat(
            json(read(ITEMS + "?modified_since=2026-10-31T00:00:00Z"))
                .at("/data/items/0/id")
                .asText())
        .isEqualTo("itm_00001");
  }

  @Test
  void each_wants_its_own_credential() throws Exception {
    assertThat(mvc.perform(get(EMPLOYEES)).andReturn().getResponse().getStatus()).isEqualTo(401);
    assertThat(
            mvc.perform(get(ITEMS).header("Authorization", JsonSimulator.TOKEN))
                .andReturn()
                .getResponse()
                .getStatus())
        .isEqualTo(401);
  }

  @Test
  void links_that_lead_away_and_cursors_that_go_round_come_on_request() throws Exception {
    fault("{\"source\":\"json\",\"kind\":\"FOREIGN_LINK\"}");
    fault("{\"source\":\"json\",\"kind\":\"LOOPING_CURSOR\"}");
    assertThat(read(EMPLOYEES).getHeader("Link")).contains("<http://elsewhere.example?");
    assertThat(json(read(ITEMS + "?cursor=at50")).at("/paging/next_cursor").asText())
        .isEqualTo("at50");
    assertThat(json(read(ITEMS + "?links=1")).at("/links/next").asText())
        .startsWith("http://elsewhere.example?");
  }

  private List<String> all(
      String first,
      String records,
      BiFunction<MockHttpServletResponse, JsonNode, Optional<String>> next)
      throws Exception {
    List<String> ids = new ArrayList<>();
    Optional<String> url = Optional.of(first);
    while (url.isPresent()) {
      MockHttpServletResponse answer = read(url.get());
      assertThat(answer.getStatus()).isEqualTo(200);
      JsonNode body = json(answer);
      JsonNode page = records.equals("/") ? body : body.at(records);
      page.forEach(record -> ids.add(record.path("id").asText()));
      url = next.apply(answer, body);
    }
    return ids;
  }

  private MockHttpServletResponse read(String url) throws Exception {
    return mvc.perform(
            get(URI.create(url))
                .header("Authorization", JsonSimulator.TOKEN)
                .header("X-Api-Key", JsonSimulator.KEY))
        .andReturn()
        .getResponse();
  }

  private void fault(String order) throws Exception {
    assertThat(
            mvc.perform(put("/sandbox/admin/faults").content(order))
                .andReturn()
                .getResponse()
                .getStatus())
        .isEqualTo(200);
  }

  private JsonNode json(MockHttpServletResponse response) throws Exception {
    return json.read(Sandbox.text(response)).orElseThrow();
  }
}
