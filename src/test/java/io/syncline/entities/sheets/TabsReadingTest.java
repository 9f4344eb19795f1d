package io.syncline.entities.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.sheets.Grid.GridTab;
import io.syncline.entities.source.PackedRows;
import io.syncline.entities.source.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against a sheet whose rows may move between two calls. */
class TabsReadingTest {
  private static final GridTab TAB = new GridTab(1, "T", 25, 1);

  private int calls;

  @Test
  void parts_are_put_together_without_gap_and_without_a_row_that_comes_twice() {
    assertThat(read(call -> 0)).containsExactlyElementsOf(rows(1, 25, 0));
    assertThat(calls).isEqualTo(3);
  }

  @Test
  void a_tab_in_which_rows_moved_between_two_calls_is_read_anew() {
    assertThat(read(call -> call > 1 ? 1 : 0)).containsExactlyElementsOf(rows(1, 25, 1));
    assertThat(calls).isEqualTo(5);
  }

  @Test
  void a_tab_in_which_rows_move_each_time_fails() {
    assertThatThrownBy(() -> read(call -> call))
        .isInstanceOfSatisfying(
            TerminalFailure.class,
            it -> assertThat(it.reason()).isEqualTo(StopReason.SOURCE_FAILED))
        .hasMessageContaining("moved while it was read");
    assertThat(calls).isEqualTo(6);
  }

  @Test
  void an_empty_row_that_two_parts_share_is_none() {
    Map<GridTab, PackedRows> read =
        TabsReading.read(
            List.of(TAB),
            10,
            windows ->
                windows.stream().map(it -> packed(List.of(row(it.firstRow() + 1, 0)))).toList());
    assertThat(read.get(TAB)).containsExactly(row(2, 0), row(11, 0), row(20, 0));
  }

  /**
   * @param moved by how many rows what stands in the sheet has moved at a call
   */
  private PackedRows read(IntUnaryOperator moved) {
    return TabsReading.read(
            List.of(TAB),
            10,
            windows -> {
              calls++;
              List<PackedRows> answers = new ArrayList<>();
              windows.forEach(
                  it ->
                      answers.add(
                          packed(rows(it.firstRow(), it.lastRow(), moved.applyAsInt(calls)))));
              return answers;
            })
        .get(TAB);
  }

  private static List<Row> rows(int first, int last, int moved) {
    return IntStream.rangeClosed(first, last).mapToObj(number -> row(number, moved)).toList();
  }

  private static Row row(int number, int moved) {
    return Row.of(number, List.of(Cell.text("row " + (number - moved))));
  }

  private static PackedRows packed(List<Row> rows) {
    PackedRows.Packing packing = new PackedRows.Packing();
    rows.forEach(packing::add);
    return packing.packed();
  }
}
