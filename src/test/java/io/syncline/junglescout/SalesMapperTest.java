package io.syncline.junglescout;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.stream.Batch;
import io.syncline.junglescout.SalesReading.Answer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SalesMapperTest {
  private static final String ASIN = "B0TEST0001";
  private static final Span ASKED = new Span(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 20));
  private static final AsinTarget TARGET = new AsinTarget(ASIN, ASKED, "");

  @Test
  void a_day_becomes_a_record_with_what_its_series_says() {
    SalesPage mapped =
        map(
            answer(
                "{\"date\":\"2026-11-18\",\"estimated_units_sold\":27,\"last_known_price\":24.9}"));
    assertThat(mapped.sound()).isTrue();
    assertThat(mapped.rejected()).isEmpty();
    assertThat(mapped.records())
        .containsExactly(
            SyncRecord.of(
                ASIN,
                "us",
                LocalDate.of(2026, 11, 18),
                false,
                true,
                false,
                "B0TESTPRNT",
                27,
                new BigDecimal("24.90")));
    assertThat(mapped.records().get(0).width()).isEqualTo(JungleScout.SALES.columns().size());
  }

  @Test
  void values_may_be_null() {
    SalesPage mapped =
        map(
            answer(
                "{\"date\":\"2026-11-18\",\"estimated_units_sold\":null,\"last_known_price\":null}"));
    assertThat(mapped.rejected()).isEmpty();
    assertThat(mapped.records()).hasSize(1);
    assertThat(mapped.records().get(0).value(7)).isNull();
    assertThat(mapped.records().get(0).value(8)).isNull();
  }

  @Test
  void of_two_values_for_a_day_the_last_one_reaches_the_batch() {
    SalesPage mapped =
        map(
            answer(
                "{\"date\":\"2026-11-18\",\"estimated_units_sold\":1},"
                    + "{\"date\":\"2026-11-18T00:00:00Z\",\"estimated_units_sold\":2}"));
    Batch batch = Batch.of(JungleScout.SALES, mapped.records(), Instant.EPOCH);
    assertThat(batch.records()).hasSize(1);
    assertThat(batch.records().get(0).value(7)).isEqualTo(2);
  }

  @Test
  void a_point_without_a_date_is_rejected_and_the_others_stay() {
    SalesPage mapped = map(answer("{\"estimated_units_sold\":1},{\"date\":\"2026-11-19\"}"));
    assertThat(mapped.records()).hasSize(1);
    assertThat(mapped.rejected())
        .extracting(RejectedRecord::key, RejectedRecord::reason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(ASIN + "/?", "date: missing"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999", "-99999999999", "1e300", "\"many\"", "\"1e999999999\""})
  void units_that_no_column_holds_reject_the_day(String units) {
    SalesPage mapped =
        map(
            answer(
                "{\"date\":\"2026-11-18\",\"estimated_units_sold\":"
                    + units
                    + "},{\"date\":\"2026-11-19\",\"estimated_units_sold\":3}"));
    assertThat(mapped.records()).hasSize(1);
    assertThat(mapped.rejected()).hasSize(1);
    assertThat(mapped.rejected().get(0).reason()).startsWith("estimated_units_sold: ");
    assertThat(mapped.rejected().get(0).key()).isEqualTo(ASIN + "/2026-11-18");
  }

  @Test
  void a_day_that_was_not_asked_for_is_rejected() {
    SalesPage mapped = map(answer("{\"date\":\"2026-11-21\",\"estimated_units_sold\":3}"));
    assertThat(mapped.records()).isEmpty();
    assertThat(mapped.rejected().get(0).reason()).isEqualTo("date: not asked for");
  }

  @Test
  void a_series_of_another_product_or_market_is_not_taken() {
    String day = "{\"date\":\"2026-11-18\",\"estimated_units_sold\":3}";
    for (String id : new String[] {"us/B0OTHER001", "uk/" + ASIN, "B0OTHER001", ""}) {
      SalesPage mapped = map(answer(day).replace("us/" + ASIN, id));
      assertThat(mapped.sound()).as(id).isFalse();
      assertThat(mapped.records()).as(id).isEmpty();
    }
    SalesPage other = map(answer(day).replace("\"asin\":\"" + ASIN, "\"asin\":\"B0OTHER001"));
    assertThat(other.sound()).isFalse();
    assertThat(other.records()).isEmpty();
  }

  @Test
  void an_id_without_its_market_is_taken() {
    String day = "{\"date\":\"2026-11-18\",\"estimated_units_sold\":3}";
    SalesPage mapped = map(answer(day).replace("us/" + ASIN, ASIN));
    assertThat(mapped.sound()).isTrue();
    assertThat(mapped.records()).hasSize(1);
  }

  @Test
  void errors_inside_a_success_keep_the_days_but_are_not_sound() {
    SalesPage mapped =
        map(
            answer("{\"date\":\"2026-11-18\",\"estimated_units_sold\":3}")
                .replaceFirst("^\\{", "{\"meta\":{\"errors\":[{\"code\":\"PARTIAL\"}]},"));
    assertThat(mapped.sound()).isFalse();
    assertThat(mapped.records()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "null", "{\"data\":null}", "{\"data\":{}}", "7"})
  void an_answer_without_data_is_not_sound(String answer) {
    SalesPage mapped = map(answer);
    assertThat(mapped.sound()).isFalse();
    assertThat(mapped.records()).isEmpty();
  }

  @Test
  void a_series_value_that_no_column_holds_is_kept_with_json_that_can_be_stored() {
    SalesPage mapped =
        map(
            answer("{\"date\":\"2026-11-18\",\"estimated_units_sold\":3}")
                .replace("\"is_parent\":false", "\"is_parent\":\"yes\""));
    assertThat(mapped.records()).hasSize(1);
    assertThat(mapped.records().get(0).value(3)).isNull();
    assertThat(mapped.rejected()).hasSize(1);
    assertThat(mapped.rejected().get(0).reason()).isEqualTo("is_parent: not true or false");
    assertThat(mapped.rejected().get(0).wire().toString()).startsWith("{").contains("yes");
  }

  private static SalesPage map(String answer) {
    Answer one = Answer.of(Marketplace.US, ASIN, ASKED, Wire.json(answer));
    return new SalesMapper()
        .map(new SalesReading(TARGET, Marketplace.US, 0, List.of(one), true, ""));
  }

  private static String answer(String points) {
    return """
        {"data":[{"id":"us/B0TEST0001","type":"sales_estimate_result","attributes":{
          "asin":"B0TEST0001","is_parent":false,"is_variant":true,"is_standalone":false,
          "parent_asin":"B0TESTPRNT","variants":[],"data":[%s]}}]}"""
        .formatted(points);
  }
}
