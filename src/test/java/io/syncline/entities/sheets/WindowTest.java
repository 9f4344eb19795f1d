package io.syncline.entities.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.entities.sheets.Grid.GridTab;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
  private static final int TWO_MEGABYTES = 250_000;

  @Test
  void tabs_that_fit_are_read_with_one_call() {
    List<List<Window>> calls =
        Window.calls(List.of(tab("A", 1_000, 26), tab("B", 1_000, 26)), TWO_MEGABYTES);
    assertThat(calls).hasSize(1);
    assertThat(calls.get(0)).extracting(Window::range).containsExactly("'A'", "'B'");
  }

  @Test
  void a_tab_that_is_too_large_is_read_in_parts_that_share_a_row() {
    List<List<Window>> calls =
        Window.calls(List.of(tab("small", 1_000, 26), tab("large", 50_000, 30)), TWO_MEGABYTES);
    List<Window> parts =
        calls.stream()
            .flatMap(List::stream)
            .filter(window -> window.tab().title().equals("large"))
            .toList();
    int next = 1;
    for (Window part : parts) {
      assertThat(part.firstRow()).isEqualTo(next);
      next = part.lastRow();
    }
    assertThat(next).isEqualTo(50_000);
    assertThat(parts.get(0).range()).isEqualTo("'large'!A1:AD8333");
    assertThat(calls)
        .allSatisfy(
            call ->
                assertThat(
                        call.stream()
                            .mapToLong(
                                it ->
                                    (long) (it.lastRow() - it.firstRow() + 1) * it.tab().columns())
                            .sum())
                    .isLessThanOrEqualTo(TWO_MEGABYTES));
  }

  @Test
  void a_row_that_is_wider_than_a_call_is_one_call() {
    assertThat(Window.calls(List.of(tab("wide", 3, 300)), 200)).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          It's           | 'It''s'
          a, b!          | 'a, b!'
          {{x}} ${y} %41 | '{{x}} ${y} %41'
          A1             | 'A1'
          """)
  void a_title_is_quoted_whatever_it_holds(String title, String range) {
    assertThat(Window.calls(List.of(tab(title, 10, 5)), 1_000).get(0).get(0).range())
        .isEqualTo(range);
  }

  @Test
  void an_echo_has_to_begin_at_the_first_row_that_was_asked_for() {
    Window window = new Window(tab("It's!A7:B9", 100, 5), 51, 100, true);
    assertThat(window.isEchoed("'It''s!A7:B9'!A51:E100")).isTrue();
    assertThat(window.isEchoed("'It''s!A7:B9'!A51")).isTrue();
    assertThat(window.isEchoed("'It''s!A7:B9'!A50:E100")).isFalse();
    assertThat(window.isEchoed("'It''s!A7:B9'!B51:E100")).isFalse();
    assertThat(window.isEchoed("")).isFalse();
  }

  private static GridTab tab(String title, int rows, int columns) {
    return new GridTab(1, title, rows, columns);
  }
}
