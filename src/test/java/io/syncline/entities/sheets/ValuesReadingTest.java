package io.syncline.entities.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.syncline.core.error.TransientFailure;
import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.sheets.Grid.GridTab;
import io.syncline.entities.source.PackedRows;
import io.syncline.entities.source.Row;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesReadingTest {
  private static final Window WHOLE = new Window(new GridTab(1, "T", 100, 5), 1, 100, false);
  private static final Window LATER = new Window(new GridTab(2, "L", 100, 5), 51, 100, true);

  @Test
  void cells_keep_their_types_and_the_digits_of_the_wire() throws IOException {
    List<PackedRows> read =
        read(
            "{\"spreadsheetId\":\"x\",\"valueRanges\":[{\"range\":\"T!A1:E100\",\"majorDimension\":"
                + "\"ROWS\",\"values\":[[\"Brand\",\"MRR\"],[],[\" Acme \",12.50,true,\"\",45366.5],"
                + "[\"\",null],[\"last\"]]}]}",
            WHOLE);
    assertThat(read.get(0))
        .containsExactly(
            row(1, Cell.text("Brand"), Cell.text("MRR")),
            row(
                3,
                Cell.text("Acme"),
                Cell.number(new BigDecimal("12.50")),
                Cell.bool(true),
                Cell.EMPTY,
                Cell.number(new BigDecimal("45366.5"))),
            row(5, Cell.text("last")));
  }

  @Test
  void a_tab_without_values_has_no_rows_and_a_part_has_the_numbers_of_the_sheet()
      throws IOException {
    List<PackedRows> read =
        read(
            "{\"valueRanges\":[{\"range\":\"T!A1:E100\"},"
                + "{\"values\":[[1],[2]],\"range\":\"L!A51:E100\"}]}",
            WHOLE,
            LATER);
    assertThat(read.get(0)).isEmpty();
    assertThat(read.get(1))
        .containsExactly(
            row(51, Cell.number(BigDecimal.ONE)), row(52, Cell.number(BigDecimal.valueOf(2))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"valueRanges\":[]}",
        "{\"valueRanges\":[{\"range\":\"T!A2:E100\"}]}",
        "{\"valueRanges\":[{\"range\":\"T!A1\"},{\"range\":\"T!A1\"}]}",
        "{\"valueRanges\":[{\"range\":\"T!A1\",\"values\":[[1],2,[3]]}]}",
        "{\"valueRanges\":[{\"range\":\"T!A1\",\"values\":[[1],{\"a\":1},[3]]}]}"
      })
  void what_does_not_fit_what_was_asked_for_is_no_answer(String answer) {
    assertThatThrownBy(() -> read(answer, WHOLE)).isInstanceOf(TransientFailure.class);
  }

  @Test
  void an_answer_that_is_cut_is_no_answer() {
    assertThatThrownBy(
            () -> read("{\"valueRanges\":[{\"range\":\"T!A1\",\"values\":[[1],[2", WHOLE))
        .isInstanceOf(IOException.class);
  }

  private static Row row(int number, Cell... cells) {
    return Row.of(number, List.of(cells));
  }

  private static List<PackedRows> read(String answer, Window... windows) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(answer)) {
      json.nextToken();
      return new ValuesReading(List.of(windows)).read(json);
    }
  }
}
