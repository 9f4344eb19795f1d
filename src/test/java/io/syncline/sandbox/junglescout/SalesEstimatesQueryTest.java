package io.syncline.sandbox.junglescout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.Sandbox;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletResponse;

final class SalesEstimatesQueryTest {

  private final Sandbox sandbox = new Sandbox();

  @Test
  void one_item_has_one_point_per_day() throws Exception {
    String asin = sandbox.catalogue.asins().get(4);
    JsonNode answer = sandbox.json(sandbox.sales(asin, "2026-11-01", "2026-11-21"));
    JsonNode item = answer.at("/data/0");
    List<String> dates = new ArrayList<>();
    item.at("/attributes/data").forEach(point -> dates.add(point.path("date").asText()));
    assertThat(answer.path("data")).hasSize(1);
    assertThat(item.path("id").asText()).isEqualTo("us/" + asin);
    assertThat(item.path("type").asText()).isEqualTo("sales_estimate_result");
    assertThat(item.at("/attributes/asin").asText()).isEqualTo(asin);
    assertThat(dates)
        .isEqualTo(
            LocalDate.of(2026, 11, 1)
                .datesUntil(LocalDate.of(2026, 11, 22))
                .map(LocalDate::toString)
                .toList());
  }

  @Test
  void a_day_is_the_same_whatever_the_range_and_the_hour() throws Exception {
    String asin = sandbox.catalogue.asins().get(4);
    JsonNode day = sandbox.json(sandbox.sales(asin, "2026-05-05", "2026-05-05"));
    sandbox.clock.set("2026-12-24T01:00:00Z");
    JsonNode year = sandbox.json(sandbox.sales(asin, "2026-01-01", "2026-11-21"));
    assertThat(year.at("/data/0/attributes/data")).contains(day.at("/data/0/attributes/data/0"));
  }

  @Test
  void last_known_price_is_sometimes_null() throws Exception {
    JsonNode points =
        sandbox
            .json(sandbox.sales(sandbox.catalogue.asins().get(4), "2025-11-22", "2026-11-21"))
            .at("/data/0/attributes/data");
    assertThat(points).hasSize(365);
    assertThat(points).anyMatch(point -> point.path("last_known_price").isNull());
    assertThat(points).anyMatch(point -> point.path("last_known_price").isNumber());
    assertThat(points).allMatch(point -> point.path("estimated_units_sold").isInt());
  }

  @Test
  void range_of_366_days_is_answered_and_367_refused() throws Exception {
    String asin = sandbox.catalogue.asins().get(4);
    MockHttpServletResponse longest = sandbox.sales(asin, "2025-11-20", "2026-11-21");
    MockHttpServletResponse tooLong = sandbox.sales(asin, "2025-11-19", "2026-11-21");
    assertThat(longest.getStatus()).isEqualTo(200);
    assertThat(tooLong.getStatus()).isEqualTo(400);
    assertThat(sandbox.json(tooLong).at("/errors/0/source/parameter").asText())
        .isEqualTo("start_date");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T07:59:00Z, 2026-11-20, 200",
    "2026-11-22T07:59:00Z, 2026-11-21, 400",
    "2026-11-22T08:00:00Z, 2026-11-21, 200",
    "2026-11-22T08:00:00Z, 2026-11-22, 400"
  })
  void end_date_must_be_before_today_in_los_angeles(String now, String end, int status)
      throws Exception {
    sandbox.clock.set(now);
    MockHttpServletResponse answer =
        sandbox.sales(sandbox.catalogue.asins().get(4), "2026-11-01", end);
    assertThat(answer.getStatus()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "B0, 2026-11-01, 2026-11-02, asin",
    "'', 2026-11-01, 2026-11-02, asin",
    "B0TEST0001, yesterday, 2026-11-02, start_date",
    "B0TEST0001, 2026-11-01, '', end_date",
    "B0TEST0001, 2026-11-03, 2026-11-02, start_date"
  })
  void bad_parameter_is_named(String asin, String start, String end, String parameter)
      throws Exception {
    MockHttpServletResponse refusal = sandbox.sales(asin, start, end);
    JsonNode error = sandbox.json(refusal).at("/errors/0");
    assertThat(refusal.getStatus()).isEqualTo(400);
    assertThat(error.path("title").asText())
        .isEqualTo("Invalid parameter value for: '" + parameter + "'");
    assertThat(error.at("/source/parameter").asText()).isEqualTo(parameter);
    assertThat(error.path("status").asText()).isEqualTo("400");
  }

  @Test
  void small_share_of_products_has_no_rank_data() throws Exception {
    List<String> lacking =
        sandbox.catalogue.asins().stream().filter(sandbox.catalogue::lacksRankData).toList();
    MockHttpServletResponse answer = sandbox.sales(lacking.get(0), "2026-11-01", "2026-11-02");
    assertThat(lacking).hasSizeBetween(5, 25).allMatch(sandbox.catalogue::isKnown);
    assertThat(answer.getStatus()).isEqualTo(422);
    assertThat(sandbox.json(answer).at("/errors/0/code").asText()).isEqualTo("MISSING_RANK_DATA");
  }

  @Test
  void unknown_product_is_not_found() throws Exception {
    MockHttpServletResponse answer = sandbox.sales("B000000000", "2026-11-01", "2026-11-02");
    assertThat(answer.getStatus()).isEqualTo(404);
    assertThat(sandbox.json(answer).at("/errors/0/code").asText()).isEqualTo("RECORD_NOT_FOUND");
  }

  @Test
  void variants_report_the_sales_of_their_parent() throws Exception {
    JsonNode parent = attributes(sandbox.catalogue.asins().get(0));
    JsonNode variant = attributes(sandbox.catalogue.asins().get(1));
    assertThat(units(variant)).isEqualTo(units(parent));
    assertThat(parent.path("parent_asin").asText()).isEqualTo(parent.path("asin").asText());
    assertThat(parent.path("variants")).hasSize(3);
    assertThat(variant.path("parent_asin").asText()).isEqualTo(parent.path("asin").asText());
    assertThat(variant.path("variants").isArray()).isTrue();
    assertThat(variant.path("variants")).isEmpty();
  }

  private JsonNode attributes(String asin) throws Exception {
    return sandbox.json(sandbox.sales(asin, "2026-11-01", "2026-11-07")).at("/data/0/attributes");
  }

  private static List<Integer> units(JsonNode attributes) {
    List<Integer> units = new ArrayList<>();
    attributes.path("data").forEach(point -> units.add(point.path("estimated_units_sold").asInt()));
    return units;
  }
}
