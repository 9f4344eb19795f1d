package io.syncline.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletResponse;

class GoogleValuesTest {
  private static final String ID = "typed";
  private final GoogleShop shop = new GoogleShop();

  GoogleValuesTest() {
    List<List<Cell>> rows =
        List.of(
            List.of(Cell.text("Day"), Cell.text("Moment"), Cell.text("Sum"), Cell.text("On")),
            List.of(
                Cell.date(LocalDate.of(2024, 3, 15)),
                Cell.dateTime(LocalDateTime.of(2024, 3, 15, 12, 0)),
                Cell.money("1234.567"),
                Cell.bool(false)),
            List.of(Cell.empty(), Cell.number("1234.5"), Cell.percent("0.155")),
            List.of(),
            List.of(Cell.text("last"), Cell.empty()),
            List.of(Cell.empty()));
    shop.sheets.put(
        new Spreadsheet(ID, "Typed", "de_DE", "Etc/UTC", true, List.of(Tab.of(7, "Typed", rows))));
  }

  @Test
  void unformatted_cells_are_texts_numbers_and_booleans_and_dates_are_serial() throws Exception {
    JsonNode values = shop.unformatted(ID, "'Typed'").path("values");
    assertThat(values.get(1).toString()).isEqualTo("[45366,45366.5,1234.567,false]");
  }

  @Test
  void rows_are_ragged_and_what_is_empty_at_the_end_is_left_out() throws Exception {
    JsonNode values = shop.unformatted(ID, "'Typed'").path("values");
    assertThat(values).hasSize(5);
    assertThat(values.get(2).toString()).isEqualTo("[\"\",1234.5,0.155]");
    assertThat(values.get(3)).isEmpty();
    assertThat(values.get(4).toString()).isEqualTo("[\"last\"]");
  }

  @Test
  void formatted_cells_are_what_a_person_of_that_locale_sees() throws Exception {
    JsonNode shown = shop.json(shop.send(shop.values(ID, "'Typed'", shop.token())));
    assertThat(shown.at("/values/1/0").asText()).isEqualTo("15.03.24");
    assertThat(shown.at("/values/1/2").asText()).isEqualTo("1.234,57\u00A0€");
    assertThat(shown.at("/values/1/3").asText()).isEqualTo("FALSE");
    assertThat(shown.at("/values/2/1").asText()).isEqualTo("1234,5");
  }

  @Test
  void dates_may_be_shown_among_unformatted_cells() throws Exception {
    MockHttpServletResponse answer =
        shop.send(
            shop.values(ID, "Typed", shop.token())
                .queryParam("valueRenderOption", "UNFORMATTED_VALUE")
                .queryParam("dateTimeRenderOption", "FORMATTED_STRING"));
    assertThat(shop.json(answer).at("/values/1").toString())
        .isEqualTo("[\"15.03.24\",\"15.03.24 12:00\",1234.567,false]");
  }

  @Test
  void a_tab_without_content_has_no_values_at_all() throws Exception {
    JsonNode answer = shop.unformatted(SampleSheets.ODD, "'Empty'");
    assertThat(answer.toString())
        .isEqualTo("{\"range\":\"Empty!A1:Z1000\",\"majorDimension\":\"ROWS\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'It''s, here! (50 %)' | 'It''s, here! (50 %)'!A1:Z1000
          'Größe & Preis'       | 'Größe & Preis'!A1:Z1000
          'Two words'!A1:B2     | 'Two words'!A1:B2
          'Two words'!A2:A      | 'Two words'!A2:A1000
          'Two words'!2:2       | 'Two words'!A2:Z2
          'A1'                  | 'A1'!A1:Z1000
          A1                    | 'It''s, here! (50 %)'!A1:A1
          """)
  void a_title_is_quoted_and_its_apostrophes_doubled(String range, String echo) throws Exception {
    assertThat(shop.unformatted(SampleSheets.ODD, range).path("range").asText()).isEqualTo(echo);
    JsonNode one = shop.json(shop.send(shop.values(SampleSheets.ODD, range, shop.token())));
    assertThat(one.path("range").asText()).isEqualTo(echo);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'Nobody'         | Unable to parse range: 'Nobody'
          'It's'           | Unable to parse range: 'It's'
          'Typed'!A2000    | exceeds grid limits
          'Typed'!A1:B2:C3 | Unable to parse range
          """)
  void a_tab_that_is_not_there_is_a_bad_request(String range, String message) throws Exception {
    MockHttpServletResponse refusal = shop.send(shop.batch(ID, shop.token(), range));
    assertThat(refusal.getStatus()).isEqualTo(400);
    assertThat(shop.json(refusal).at("/error/status").asText()).isEqualTo("INVALID_ARGUMENT");
    assertThat(shop.json(refusal).at("/error/message").asText()).contains(message);
  }

  @Test
  void several_tabs_are_answered_in_the_order_of_the_request() throws Exception {
    MockHttpServletResponse answer =
        shop.send(shop.batch(SampleSheets.MASTER, shop.token(), "'Staff'", "'Partners'"));
    JsonNode ranges = shop.json(answer).path("valueRanges");
    assertThat(ranges.at("/0/range").asText()).isEqualTo("Staff!A1:Z1000");
    assertThat(ranges.at("/1/values")).hasSize(151);
  }
}
