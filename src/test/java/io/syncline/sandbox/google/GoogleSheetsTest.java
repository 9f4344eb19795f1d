package io.syncline.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;

class GoogleSheetsTest {
  private static final String MASK =
      "properties(title,locale,timeZone),"
          + "sheets.properties(sheetId,title,index,sheetType,hidden,gridProperties(rowCount,columnCount))";
  private final GoogleShop shop = new GoogleShop();

  @Test
  void the_mask_says_which_members_are_answered() throws Exception {
    JsonNode sheet = masked(MASK);
    assertThat(sheet.path("properties").toString())
        .isEqualTo(
            "{\"title\":\"Master Sheet\",\"locale\":\"en_US\",\"timeZone\":\"America/New_York\"}");
    assertThat(sheet.has("spreadsheetUrl")).isFalse();
    assertThat(sheet.at("/sheets/1/properties").toString())
        .isEqualTo(
            "{\"sheetId\":1101,\"title\":\"Staff\",\"index\":1,\"sheetType\":\"GRID\","
                + "\"gridProperties\":{\"rowCount\":1000,\"columnCount\":26}}");
    assertThat(masked("sheets/properties/title").at("/sheets/0").toString())
        .isEqualTo("{\"properties\":{\"title\":\"Partners\"}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"properties(", "a,,b", "sheets.", "a)b", "%"})
  void a_mask_that_is_none_is_refused(String mask) throws Exception {
    assertThat(
            shop.send(shop.sheet(SampleSheets.MASTER, shop.token()).queryParam("fields", mask))
                .getStatus())
        .isEqualTo(400);
  }

  @Test
  void the_partners_have_a_wrong_email_in_row_47_and_no_brand_in_row_89() throws Exception {
    JsonNode rows = shop.unformatted(SampleSheets.MASTER, "'Partners'").path("values");
    assertThat(rows).hasSize(151);
    assertThat(rows.get(46).get(3).asText()).doesNotContain("@");
    assertThat(rows.get(88).get(0).asText()).isEmpty();
    assertThat(rows).anyMatch(row -> row.size() == 9).anyMatch(row -> row.size() == 11);
    for (int row = 2; row <= 151; row++) {
      assertThat(rows.get(row - 1).get(3).asText().contains("@")).isEqualTo(row != 47);
      assertThat(rows.get(row - 1).get(0).asText().isEmpty()).isEqualTo(row == 89);
    }
  }

  @Test
  void three_tabs_speak_of_money_in_three_ways_and_finance_disagrees() throws Exception {
    assertThat(shop.unformatted(SampleSheets.MASTER, "'Partners'!E2:E151").toString())
        .contains("\"$");
    assertThat(shop.unformatted(SampleSheets.MASTER, "'Staff'!D2").at("/values/0/0").asText())
        .matches("£[\\d,]+\\.\\d\\d");
    assertThat(shop.unformatted(SampleSheets.MASTER, "'ASINs'!C2").at("/values/0/0").asText())
        .matches("[\\d.]+,\\d\\d €");
    JsonNode finance = shop.unformatted(SampleSheets.FINANCE, "'Revenue'").path("values");
    JsonNode partners = shop.unformatted(SampleSheets.MASTER, "'Partners'").path("values");
    assertThat(finance.get(1).get(0).asText())
        .isEqualToIgnoringCase(partners.get(1).get(0).asText());
    assertThat(finance.get(1).get(1)).isNotEqualTo(partners.get(1).get(4));
    assertThat(finance.get(2).get(1)).isEqualTo(partners.get(2).get(4));
  }

  @Test
  void what_is_not_shared_and_what_is_not_there_are_told_apart() throws Exception {
    shop.sheets.edit(SampleSheets.FINANCE, sheet -> sheet.shared(false));
    assertThat(refusal(SampleSheets.FINANCE, 403)).isEqualTo("PERMISSION_DENIED");
    assertThat(refusal("nobody", 404)).isEqualTo("NOT_FOUND");
  }

  @Test
  void the_sixty_first_read_of_a_minute_is_over_quota_and_no_time_is_named() throws Exception {
    String token = shop.token();
    for (int i = 0; i < 60; i++) {
      assertThat(shop.send(shop.sheet(SampleSheets.MASTER, token)).getStatus()).isEqualTo(200);
    }
    MockHttpServletResponse refusal = shop.send(shop.sheet(SampleSheets.MASTER, token));
    assertThat(refusal.getStatus()).isEqualTo(429);
    assertThat(refusal.getHeader("Retry-After")).isNull();
    JsonNode error = shop.json(refusal).path("error");
    assertThat(error.path("status").asText()).isEqualTo("RESOURCE_EXHAUSTED");
    assertThat(error.at("/details/0/metadata/quota_limit_value").asText()).isEqualTo("60");
    shop.clock.advance(Duration.ofMinutes(1));
    assertThat(shop.send(shop.sheet(SampleSheets.MASTER, token)).getStatus()).isEqualTo(200);
  }

  @Test
  void a_row_and_a_spreadsheet_are_changed_through_the_sandbox() throws Exception {
    String row = "[\"New Brand\",null,7.5,true,{\"date\":\"2024-01-01\"},{\"money\":\"1.5\"}]";
    change("/sandbox/admin/spreadsheets/" + SampleSheets.MASTER + "/tabs/0/rows/2", row, 204);
    assertThat(shop.unformatted(SampleSheets.MASTER, "'Partners'!2:2").at("/values/0").toString())
        .isEqualTo("[\"New Brand\",\"\",7.5,true,45292,1.5]");
    change(
        "/sandbox/admin/spreadsheets/mine",
        "{\"tabs\":[{\"sheet_id\":5,\"title\":\"T\",\"rows\":[[\"a\"],[1]]}]}",
        204);
    assertThat(shop.unformatted("mine", "'T'").path("values").toString())
        .isEqualTo("[[\"a\"],[1]]");
    change("/sandbox/admin/spreadsheets/nobody/tabs/0/rows/2", "[]", 404);
    change("/sandbox/admin/spreadsheets/mine", "{\"tabs\":[{\"rows\":[[{\"x\":1}]]}]}", 400);
  }

  @Test
  void faults_and_counts_go_by_the_names_of_the_calls() throws Exception {
    fault(
        "{\"source\":\"google\",\"kind\":\"HTTP_503\",\"endpoint\":\"values.batchGet\",\"count\":1}");
    fault(
        "{\"source\":\"google\",\"kind\":\"SLOW\",\"endpoint\":\"spreadsheets.get\",\"delay_ms\":70}");
    String token = shop.token();
    assertThat(shop.send(shop.batch(SampleSheets.MASTER, token, "'Staff'")).getStatus())
        .isEqualTo(503);
    assertThat(shop.send(shop.batch(SampleSheets.MASTER, token, "'Staff'")).getStatus())
        .isEqualTo(200);
    shop.send(shop.sheet(SampleSheets.MASTER, token));
    assertThat(shop.pauses).containsExactly(Duration.ofMillis(70));
    JsonNode counts = shop.json(shop.send(get("/sandbox/admin/requests"))).path("google");
    assertThat(counts.path("values.batchGet").asInt()).isEqualTo(2);
    assertThat(counts.path("spreadsheets.get").asInt()).isEqualTo(1);
    assertThat(counts.path("oauth").asInt()).isEqualTo(1);
    assertThat(counts.at("/by_status/503").asInt()).isEqualTo(1);
  }

  private JsonNode masked(String mask) throws Exception {
    return shop.json(
        shop.send(shop.sheet(SampleSheets.MASTER, shop.token()).queryParam("fields", mask)));
  }

  private String refusal(String id, int status) throws Exception {
    MockHttpServletResponse refusal = shop.send(shop.sheet(id, shop.token()));
    assertThat(refusal.getStatus()).isEqualTo(status);
    return shop.json(refusal).at("/error/status").asText();
  }

  private void change(String path, String body, int status) throws Exception {
    assertThat(shop.send(put(path).content(body)).getStatus()).isEqualTo(status);
  }

  private void fault(String order) throws Exception {
    change("/sandbox/admin/faults", order, 200);
  }
}
