package io.syncline.junglescout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SpanTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 1);

  @Test
  void both_ends_count() {
    assertThat(new Span(DAY, DAY).days()).isEqualTo(1);
    assertThat(new Span(DAY, DAY.plusDays(9)).days()).isEqualTo(10);
    assertThat(new Span(DAY, DAY).contains(DAY)).isTrue();
    assertThat(new Span(DAY, DAY).contains(DAY.plusDays(1))).isFalse();
    assertThat(new Span(DAY, DAY).contains(DAY.minusDays(1))).isFalse();
  }

  @Test
  @DisplayName("JS-49: a span that ends before it begins is empty and has no parts")
  void a_span_that_ends_before_it_begins_is_empty() {
    Span empty = new Span(DAY, DAY.minusDays(1));
    assertThat(empty.isEmpty()).isTrue();
    assertThat(empty.days()).isZero();
    assertThat(empty.cutTo(366)).isEmpty();
  }

  @Test
  void a_span_that_fits_is_one_part() {
    Span year = new Span(DAY, DAY.plusDays(365));
    assertThat(year.cutTo(366)).containsExactly(year);
  }

  @Test
  void longer_spans_are_cut_without_a_gap_and_without_an_overlap() {
    List<Span> parts = new Span(DAY, DAY.plusDays(732)).cutTo(366);
    assertThat(parts)
        .containsExactly(
            new Span(DAY, DAY.plusDays(365)),
            new Span(DAY.plusDays(366), DAY.plusDays(731)),
            new Span(DAY.plusDays(732), DAY.plusDays(732)));
  }

  @Test
  void it_reads_as_in_the_documents_log() {
    assertThat(new Span(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 1, 15)))
        .hasToString("2024-01-01 to 2024-01-15");
  }
}
