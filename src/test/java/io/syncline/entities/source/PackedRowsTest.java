package io.syncline.entities.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.entities.engine.value.Cell;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackedRowsTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @Test
  void rows_come_back_as_they_were_as_often_as_is_wanted() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (int number = 1; number <= 5_000; number++) {
      rows.add(
          Row.of(
              number,
              List.of(
                  Cell.text("Größe \uD83D\uDE00 " + number),
                  Cell.number(new BigDecimal("12.50")),
                  Cell.number(new BigDecimal("1E+9")),
                  Cell.EMPTY,
                  Cell.bool(number % 2 == 0))));
    }
    rows.add(Row.of("lead_1", JSON.readTree("{\"custom.cf_1\":0.3333,\"n\":[{}]}")));
    PackedRows packed = packed(rows);
    assertThat(packed.size()).isEqualTo(5_001);
    assertThat(packed).containsExactlyElementsOf(rows);
    assertThat(packed).containsExactlyElementsOf(rows);
  }

  @Test
  void a_row_that_was_dropped_is_not_among_them() {
    List<Row> rows = numbered(2_000, 400);
    PackedRows.Packing packing = new PackedRows.Packing();
    rows.forEach(packing::add);
    for (int row : List.of(0, 1, 700, 1_999)) {
      packing.drop(row);
    }
    PackedRows packed = packing.packed();
    assertThat(packed.size()).isEqualTo(1_996);
    assertThat(packed)
        .hasSize(1_996)
        .doesNotContain(rows.get(0), rows.get(1), rows.get(700), rows.get(1_999));
  }

  @Test
  void more_than_a_run_takes_is_refused_with_the_limit() {
    PackedRows.Packing few = new PackedRows.Packing(3, 1_000_000);
    numbered(3, 1).forEach(few::add);
    assertThatThrownBy(() -> few.add(Row.of(4, List.of())))
        .isInstanceOfSatisfying(
            TerminalFailure.class,
            it -> assertThat(it.reason()).isEqualTo(StopReason.SOURCE_FAILED))
        .hasMessageContaining("3 rows, 1000000 bytes");
    PackedRows.Packing small = new PackedRows.Packing(1_000_000, 100);
    assertThatThrownBy(() -> numbered(10_000, 100).forEach(small::add))
        .hasMessageContaining("100 bytes");
  }

  @Test
  void nothing_is_nothing() {
    assertThat(PackedRows.empty()).isEmpty();
    PackedRows.Packing packing = new PackedRows.Packing();
    packing.drop(packing.add(Row.of(1, List.of())));
    assertThat(packing.packed()).isEmpty();
  }

  private static List<Row> numbered(int count, int width) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> Row.of(number, List.of(Cell.text("x".repeat(width) + number))))
        .toList();
  }

  private static PackedRows packed(List<Row> rows) {
    PackedRows.Packing packing = new PackedRows.Packing();
    rows.forEach(packing::add);
    return packing.packed();
  }
}
