package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages make of the members that the API told. */
class RunFiguresTest {

  @Test
  @DisplayName("SE-49: what is left is told by the pace so far")
  void a_run_that_counts_has_a_pace() {
    Map<String, Object> run =
        Map.of("duration_ms", 60_000, "progress", Map.of("reached", 50, "total", 200));
    assertThat(Pace.of(run)).contains(new Pace(50, 200, "50 a minute", "3 min left"));
  }

  @Test
  void a_run_that_leads_others_is_as_far_as_they_are() {
    Map<String, Object> run =
        Map.of("duration_ms", 0, "children", Map.of("total", 5, "running", 2));
    assertThat(Pace.of(run)).contains(new Pace(3, 5, "", ""));
    assertThat(Pace.of(Map.of("duration_ms", 5))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@a", "\t=1", "\r=1"})
  void no_text_of_a_table_is_a_formula_where_it_is_opened(String text) {
    assertThat(Csv.line(List.of(text, "x"))).contains("'" + text).endsWith(",x\r\n");
  }

  @Test
  void a_table_keeps_numbers_quotes_and_lists() {
    assertThat(Csv.line(List.of(-5, "a,b", "say \"x\"", List.of("a", "b"), Map.of("k", 1))))
        .isEqualTo("-5,\"a,b\",\"say \"\"x\"\"\",\"a, b\",\"{\"\"k\"\":1}\"\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\r\nb", "a\rb"})
  void a_line_break_of_a_form_is_that_of_the_record(String stored) {
    LetterPages.Field untouched = new LetterPages.Field("note", stored, "a\r\nb");
    assertThat(untouched.isChanged()).isFalse();
    assertThat(untouched.isLong()).as("an input has no line breaks").isTrue();
    assertThat(new LetterPages.Field("note", stored, "a\r\nc").typed()).isEqualTo("a\nc");
  }

  @Test
  void a_report_of_any_members_is_facts_and_tables() {
    Facts facts =
        Facts.of(
            Map.of(
                "calls_by_status", Map.of("200", 5),
                "tables", List.of(Map.of("table", "listings", "to_write", 3))));
    assertThat(facts.facts()).containsExactly(Map.entry("calls by status · 200", "5"));
    assertThat(facts.tables()).hasSize(1);
    assertThat(facts.tables().get(0).rows().get(0)).containsExactlyInAnyOrder("listings", "3");
    assertThat(Facts.of(null).isEmpty()).isTrue();
  }

  @Test
  void a_change_shows_the_fields_that_differ_and_those_that_are_kept() {
    ChangeView change =
        ChangeView.of(
            Map.of(
                "kind", "update",
                "table", "partners",
                "destination", "staging",
                "key", Map.of("id", "B1"),
                "before", Map.of("tier", "A", "name", "same", "kept", "x"),
                "after", Map.of("tier", "B", "name", "same", "kept", "x"),
                "blocked", Map.of("kept", List.of("x", "y"))));
    assertThat(change.key()).isEqualTo("B1");
    assertThat(change.fields())
        .containsExactly(
            new ChangeView.Field("tier", "A", "B", false),
            new ChangeView.Field("kept", "x", "y", true));
  }

  @Test
  void the_address_of_a_list_says_only_what_is_asked_for() {
    RunFilters filters = new RunFilters("stockx", "", " a|b&c ", "", "");
    assertThat(filters.from("/runs", "x"))
        .isEqualTo("/runs?pipeline=stockx&source=a%7Cb%26c&before=x");
    assertThat(filters.isNarrow()).isTrue();
  }
}
