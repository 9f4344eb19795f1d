package io.syncline.entities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.entities.engine.error.RowError;
import io.syncline.entities.engine.grid.GridRow;
import io.syncline.entities.engine.grid.Headers;
import io.syncline.entities.engine.grid.KeyIndex;
import io.syncline.entities.engine.grid.ReadRow;
import io.syncline.entities.engine.grid.RowReader;
import io.syncline.entities.engine.mapping.Authority;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.mapping.FeedPlan;
import io.syncline.entities.engine.mapping.OnDuplicateKey;
import io.syncline.entities.engine.state.KeyOwner;
import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.engine.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rows are known by, and what becomes of those with one key. */
class KeysTest {
  private final Feed feed =
      Mapped.sheet(1)
          .key("Brand")
          .truth("Email", "email", "email")
          .truth("MRR", "mrr", "number")
          .feed();
  private final World world = World.of(feed);

  @Test
  void rule_3_1_a_key_is_what_its_transform_makes_of_it_and_invalid_where_that_refuses() {
    Feed numbered =
        Mapped.sheet(1)
            .column(Mapped.column("No", "brand_name", true, Authority.SOURCE_OF_TRUTH, "integer"))
            .truth("Tier", "tier", "text")
            .feed();
    World world = World.of(numbered);
    Running.REAL.sheet(world, numbered, "No|Tier\n1001|gold");
    Ran ran = Running.REAL.sheet(world, numbered, "No|Tier\n\"1,001\"|iron\n\"12a\"|x");
    assertThat(ran.figures()).isEqualTo("0 1 0 1");
    assertThat(ran.told()).containsExactly("3 KEY_INVALID ERROR");
    assertThat(world.entities.values())
        .extracting(values -> values.get("brand_name").text())
        .containsExactly("1001");
  }

  @Test
  void rule_3_1_a_number_and_the_same_digits_as_text_are_one_key() {
    Running.REAL.sheet(world, feed, "Brand|Email\n1001|a@x.co");
    Ran ran = Running.REAL.sheet(world, feed, "Brand|Email\n\"1001\"|b@x.co");
    assertThat(ran.figures()).isEqualTo("0 1 0 0");
    assertThat(world.entities).hasSize(1);
  }

  /** SE-26. */
  @Test
  void rule_3_1_a_key_that_is_empty_or_unreadable_rejects_its_row_and_is_told_alone() {
    Feed dated = Mapped.sheet(1).key("Brand").truth("MRR", "mrr", "number").required().feed();
    Ran ran = Running.REAL.sheet(World.of(dated), dated, "Brand|MRR\n|abc\n#REF!|abc\nAcme|1");
    assertThat(ran.told()).containsExactly("2 KEY_EMPTY ERROR", "3 KEY_INVALID ERROR");
    assertThat(ran.figures()).isEqualTo("1 0 0 2");
    assertThat(ran.errors()).extracting(RowError::column).containsOnly("Brand");
  }

  /** SE-27. */
  @Test
  void rule_3_1_another_spelling_finds_the_entity_and_does_not_rewrite_its_key() {
    Running.REAL.sheet(world, feed, "Brand|MRR\nAcme Ltd|1");
    Ran ran = Running.REAL.sheet(world, feed, "Brand|MRR\n ACME  ltd |2");
    assertThat(ran.figures()).isEqualTo("0 1 0 0");
    assertThat(held("brand_name")).isEqualTo("Acme Ltd");
  }

  @Test
  void rule_3_1_a_key_of_several_entities_is_ambiguous() {
    Running.REAL.sheet(world, feed, "Brand|MRR\nAcme|1");
    world.keys.computeIfPresent(
        "acme", (key, owners) -> List.of(owners.get(0), new KeyOwner(world.nextId(), true)));
    Ran ran = Running.REAL.sheet(world, feed, "Brand|MRR\nAcme|2");
    assertThat(ran.told()).contains("2 KEY_AMBIGUOUS ERROR");
    assertThat(held("mrr")).isEqualTo("1.00");
  }

  @Test
  void rule_3_2_rows_that_are_equal_count_once() {
    Ran ran =
        Running.REAL
            .by(1)
            .sheet(world, feed, "Brand|x|MRR\nAcme|1|5\n Acme |2|5\nAcme|3|5\nBeta||1");
    assertThat(ran.figures()).isEqualTo("2 0 0 2");
    ran = Running.REAL.sheet(world, feed, "Brand|x|MRR\nAcme|1|5\nAcme|2|5\nBeta||1");
    assertThat(ran.told()).containsExactly("1 COLUMN_MISSING WARNING", "3 DUPLICATE_ROW WARNING");
    assertThat(ran.figures()).isEqualTo("0 0 2 1");
  }

  @Test
  void rule_3_2_rows_that_differ_are_all_rejected_and_touch_nothing() {
    Running.REAL.sheet(world, feed, "Brand|Email|MRR\nAcme|a@x.co|5");
    Ran ran =
        Running.REAL
            .by(1)
            .sheet(world, feed, "Brand|Email|MRR\nAcme|a@x.co|5\nBeta||1\nACME|a@x.co|\"5\"");
    assertThat(ran.told()).containsExactly("2 DUPLICATE_KEY ERROR", "4 DUPLICATE_KEY ERROR");
    assertThat(ran.figures()).isEqualTo("1 0 0 2");
    assertThat(held("mrr")).isEqualTo("5.00");
  }

  @ParameterizedTest
  @CsvSource({"FIRST,1.00,3", "LAST,3.00,2"})
  void rule_3_2_the_first_or_the_last_of_rows_that_differ_counts(
      OnDuplicateKey rule, String mrr, int other) {
    Feed choosing =
        Mapped.sheet(1).onDuplicate(rule).key("Brand").truth("MRR", "mrr", "number").feed();
    World world = World.of(choosing);
    Ran ran = Running.REAL.by(1).sheet(world, choosing, "Brand|MRR\nAcme|1\nAcme|3");
    assertThat(world.entities.values().iterator().next().get("mrr").text()).isEqualTo(mrr);
    assertThat(ran.told()).containsExactly(other + " DUPLICATE_KEY WARNING");
  }

  @Test
  void rule_3_2_where_the_chosen_row_is_rejected_there_is_no_second_choice() {
    Feed choosing =
        Mapped.sheet(1)
            .onDuplicate(OnDuplicateKey.LAST)
            .key("Brand")
            .truth("MRR", "mrr", "number")
            .required()
            .feed();
    World world = World.of(choosing);
    Ran ran = Running.REAL.sheet(world, choosing, "Brand|MRR\nAcme|1\nAcme|x");
    assertThat(ran.told()).containsExactly("2 DUPLICATE_KEY WARNING", "3 INVALID_NUMBER ERROR");
    assertThat(world.entities).isEmpty();
  }

  @Test
  void rule_3_2_a_read_of_100_000_rows_is_indexed_by_its_keys() {
    FeedPlan plan = FeedPlan.of(feed, world.plan());
    List<GridRow> header = Grids.of("Brand|Email|MRR");
    Headers.Found found = (Headers.Found) Headers.match(plan, header.get(0));
    KeyIndex index = new KeyIndex(OnDuplicateKey.REJECT);
    List<Integer> rejected = new ArrayList<>();
    for (boolean asking : List.of(false, true)) {
      RowReader reader = RowReader.ofSheet(plan, found, RowReader.NO_LIMIT);
      for (int row = 0; row < 100_000; row++) {
        List<Cell> cells =
            List.of(Cell.text("Brand " + row % 99_999), Cell.EMPTY, Grids.cell("" + row % 7));
        ReadRow read = reader.read(new GridRow(row + 2, cells)).orElseThrow();
        if (!asking) {
          index.add(read);
        } else if (index.verdict(read) == KeyIndex.Verdict.REJECTED) {
          rejected.add(read.ref().number());
        }
      }
    }
    assertThat(rejected).containsExactly(2, 100_001);
    assertThat(index.has("brand 5")).isTrue();
    assertThat(index.has("brand 99999")).isFalse();
  }

  private String held(String field) {
    Value value = world.entities.values().iterator().next().get(field);
    return value == null ? null : value.text();
  }
}
