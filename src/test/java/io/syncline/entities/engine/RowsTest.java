package io.syncline.entities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.entities.engine.error.FeedCode;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a sheet becomes rows. */
class RowsTest {
  private final Feed feed =
      Mapped.sheet(1)
          .key("Brand")
          .truth("Email", "email", "email")
          .truth("MRR", "mrr", "number")
          .feed();
  private final World world = World.of(feed);

  @Test
  void rule_2_1_a_row_of_empty_cells_is_no_row() {
    Ran ran =
        Running.REAL.sheet(
            world, feed, "Brand|Email|MRR\n\n \u00A0|\u202F\nAcme|a@x.co|0\n\uFEFF||");
    assertThat(ran.figures()).isEqualTo("1 0 0 0");
    assertThat(ran.errors()).isEmpty();
    assertThat(held("mrr")).isEqualTo("0.00");
  }

  @Test
  void rule_2_2_rows_are_numbered_as_the_sheet_does_whatever_row_the_header_is() {
    Feed third = Mapped.sheet(1).headerRow(3).key("Brand").truth("Email", "email", "email").feed();
    Ran ran =
        Running.REAL.sheet(World.of(third), third, "Partners\n\nBrand|Email\n\nAcme|none\n|x@y.co");
    assertThat(ran.told()).containsExactly("5 INVALID_EMAIL WARNING", "6 KEY_EMPTY ERROR");
  }

  /** SE-17. */
  @Test
  void rule_2_2_a_limit_counts_rows_that_are_not_blank() {
    Ran ran =
        Running.REAL.first(2).sheet(world, feed, "Brand|Email|MRR\n\nA||1\n\nB||2\nC||3\nB||4");
    assertThat(ran.figures()).isEqualTo("2 0 0 0");
  }

  /** SE-25. */
  @ParameterizedTest
  @CsvSource({
    "'',HEADER_ROW_MISSING",
    "'Name|Email|MRR',KEY_COLUMN_MISSING",
    "'Brand|Email|MRR| brand ',KEY_COLUMN_AMBIGUOUS",
    "'Brand|MRR',REQUIRED_COLUMN_MISSING",
    "'Brand|Email|EMAIL|MRR',REQUIRED_COLUMN_AMBIGUOUS"
  })
  void rule_2_3_a_run_fails_without_the_headers_that_it_needs(String header, FeedCode code) {
    Feed strict = Mapped.sheet(1).key("Brand").truth("Email", "email", "email").required().feed();
    Ran ran = Running.REAL.sheet(World.of(strict), strict, header + "\nAcme|a@x.co|1");
    assertThat(ran.fault().code()).isEqualTo(code);
    assertThat(ran.figures()).isEqualTo("0 0 0 0");
  }

  @Test
  void rule_2_3_an_empty_tab_has_no_header() {
    assertThat(Running.REAL.sheet(world, feed, List.of()).fault().code())
        .isEqualTo(FeedCode.HEADER_ROW_MISSING);
  }

  @Test
  void rule_2_3_headers_match_by_name_in_any_spelling_and_at_any_place() {
    Ran ran = Running.REAL.sheet(world, feed, "x| e\u00A0MAIL ||mrr|BRAND\n|e@x.co||5|Acme");
    assertThat(ran.told()).containsExactly("1 COLUMN_MISSING WARNING");
    ran = Running.REAL.sheet(world, feed, "x|ＥMAIL||mrr|BRAND\n|e@x.co||5|Acme");
    assertThat(ran.told()).isEmpty();
    assertThat(held("email")).isEqualTo("e@x.co");
  }

  @Test
  void rule_2_3_a_column_that_is_missing_or_twice_leaves_claims_alone_with_one_warning() {
    Feed clearing = Mapped.sheet(1).key("Brand").truth("Email", "email", "email").clearing().feed();
    World world = World.of(clearing);
    Running.REAL.sheet(world, clearing, "Brand|Email\nAcme|a@x.co\nBeta|b@x.co");
    Ran missing = Running.REAL.sheet(world, clearing, "Brand|E-Mail\nAcme|\nBeta|");
    assertThat(missing.told()).containsExactly("1 COLUMN_MISSING WARNING");
    assertThat(missing.errors().get(0).column()).isEqualTo("Email");
    assertThat(missing.errors().get(0).message()).endsWith("In its place stands 'E-Mail'");
    Ran twice = Running.REAL.sheet(world, clearing, "Brand|Email|email\nAcme||\nBeta||");
    assertThat(twice.told()).containsExactly("1 COLUMN_AMBIGUOUS WARNING");
    assertThat(missing.claimChanges() + twice.claimChanges()).isZero();
    assertThat(world.entities.values())
        .extracting(it -> it.get("email").text())
        .containsExactly("a@x.co", "b@x.co");
  }

  /** SE-07. */
  @Test
  void rule_2_3_a_derived_column_is_ignored_silently() {
    Feed derived = Mapped.sheet(1).key("Brand").derived("Tier", "tier").feed();
    World world = World.of(derived);
    assertThat(Running.REAL.sheet(world, derived, "Brand\nAcme").errors()).isEmpty();
    world.entities.values().iterator().next().put("tier", new Value.Text("computed"));
    Ran ran = Running.REAL.sheet(world, derived, "Brand|Tier|Tier\nAcme|#REF!|x");
    assertThat(ran.figures()).isEqualTo("0 0 1 0");
    assertThat(world.claims).isEmpty();
    assertThat(world.entities.values().iterator().next())
        .containsEntry("tier", new Value.Text("computed"));
  }

  @ParameterizedTest
  @CsvSource({
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#ERROR!",
    "Loading..."
  })
  void rule_2_4_an_error_literal_cannot_be_read_by_any_transform(String literal) {
    Feed texts = Mapped.sheet(1).key("Brand").truth("Notes", "notes", "text").feed();
    World world = World.of(texts);
    Ran ran = Running.REAL.sheet(world, texts, "Brand|Notes\nAcme| " + literal + " ");
    assertThat(ran.told()).containsExactly("2 CELL_ERROR WARNING");
    assertThat(ran.figures()).isEqualTo("1 0 0 0");
    assertThat(world.claims).isEmpty();
  }

  @Test
  void rule_2_4_a_null_token_may_be_an_error_literal() {
    Feed texts = Mapped.sheet(1).key("Brand").truth("Notes", "notes", "text").nulls("#N/A").feed();
    World world = World.of(texts);
    Running.REAL.sheet(world, texts, "Brand|Notes\nAcme|x");
    Ran ran = Running.REAL.sheet(world, texts, "Brand|Notes\nAcme|#N/A");
    assertThat(ran.errors()).isEmpty();
    assertThat(world.entities.values().iterator().next()).containsEntry("notes", null);
  }

  private String held(String field) {
    Value value = world.entities.values().iterator().next().get(field);
    return value == null ? null : value.text();
  }
}
