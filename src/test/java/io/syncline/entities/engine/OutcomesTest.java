package io.syncline.entities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.entities.engine.change.LineageRow;
import io.syncline.entities.engine.change.RowPreview;
import io.syncline.entities.engine.change.RowPreview.Pair;
import io.syncline.entities.engine.error.RowError;
import io.syncline.entities.engine.error.RowRef;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.value.Value;
import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is written, counted, told and shown. */
class OutcomesTest {
  private final Feed feed =
      Mapped.sheet(1)
          .key("Brand")
          .truth("Email", "email", "email")
          .required()
          .truth("MRR", "mrr", "currency")
          .truth("Margin", "margin", "percent")
          .feed();
  private final World world = World.of(feed);

  @Test
  void rule_8_1_values_are_compared_as_their_column_holds_them() {
    Running.REAL.sheet(world, feed, "Brand|Email|MRR|Margin\nAcme|a@x.co|10|0.33333333");
    Ran ran = Running.REAL.sheet(world, feed, "Brand|Email|MRR|Margin\nAcme|A@X.co|$10.00|33.33%");
    assertThat(ran.figures()).isEqualTo("0 0 1 0");
    assertThat(ran.lineage()).isEmpty();
  }

  /** SE-40. */
  @Test
  void rule_8_2_a_changed_field_has_one_lineage_row_and_others_none() {
    Ran created = Running.REAL.sheet(world, feed, "Brand|Email|MRR\nAcme|a@x.co|");
    assertThat(created.lineage())
        .extracting(LineageRow::field)
        .containsExactly("brand_name", "email");
    assertThat(created.lineage()).extracting(LineageRow::previous).containsOnlyNulls();
    Ran changed = Running.REAL.sheet(world, feed, "Brand|Email|MRR\nAcme|a@x.co|5\nBeta||6");
    assertThat(changed.lineage()).extracting(LineageRow::field).containsExactly("mrr");
    assertThat(changed.counts().fieldsChanged()).isEqualTo(1);
    Ran dry = Running.DRY.sheet(world, feed, "Brand|Email|MRR\nAcme|a@x.co|7");
    assertThat(dry.counts().fieldsChanged()).isEqualTo(1);
    assertThat(world.lineage).hasSize(3);
  }

  /** SE-41. */
  @Test
  void rule_8_3_lineage_says_where_a_value_came_from() {
    Running.REAL.sheet(world, feed, "Brand|Email|MRR\n\nAcme|a@x.co|5");
    Ran ran = Running.REAL.sheet(world, feed, "Brand|Email|MRR\n\nAcme|a@x.co|6");
    assertThat(ran.lineage())
        .containsExactly(
            new LineageRow(
                world.entities.keySet().iterator().next(),
                "mrr",
                feed.source(),
                feed.id(),
                "Source 1 → Tab 1 → MRR",
                RowRef.row(3),
                "source_of_truth",
                new Value.Num(new BigDecimal("5")),
                new Value.Num(new BigDecimal("6"))));
    assertThat(ran.lineage().get(0).sourceType()).isEqualTo("google_sheet");
  }

  @Test
  void rule_8_4_a_run_changes_a_field_of_an_entity_once() {
    Feed leads = Mapped.records(2).truth("name", "brand_name", "text").feed();
    World world = World.of(feed, leads);
    Running.REAL.sheet(world, feed, "Brand|Email|MRR\nAcme|a@x.co|5");
    assertThat(world.lineage)
        .extracting(it -> it.run() + " " + it.row().entityId() + it.row().field())
        .doesNotHaveDuplicates();
  }

  /** SE-19, SE-28, SE-58, SE-59. */
  @Test
  void rule_9_the_documents_history() {
    String header = "Brand|Email|MRR|Margin";
    Running.REAL.sheet(
        world, feed, Grids.of(header, IntStream.range(0, 138).mapToObj(i -> row(i, 1))));
    Ran first =
        Running.REAL.sheet(
            world, feed, Grids.of(header, IntStream.range(0, 150).mapToObj(i -> row(i, 2))));
    assertThat(first.figures()).isEqualTo("12 138 0 0");
    Ran second =
        Running.REAL.sheet(
            world, feed, Grids.of(header, IntStream.range(0, 150).mapToObj(i -> row(i, 2))));
    assertThat(second.figures()).isEqualTo("0 0 150 0");
    Ran third =
        Running.REAL.sheet(
            world,
            feed,
            Grids.of(
                header,
                IntStream.range(0, 150)
                    .mapToObj(
                        i ->
                            i == 45
                                ? "Brand 45|not an address|3"
                                : i == 87 ? "|b87@x.co|3" : row(i, 3))));
    assertThat(third.figures()).isEqualTo("0 148 0 2");
    assertThat(third.errors())
        .extracting(it -> "Row " + it.row().text() + ": " + it.message())
        .containsExactly(
            "Row 47: Invalid email format", "Row 89: Missing required field 'brand_name'");
  }

  private static String row(int i, int mrr) {
    return "Brand " + i + "|b" + i + "@x.co|" + mrr;
  }

  /** SE-57. */
  @Test
  void rule_9_errors_stand_in_the_order_of_rows_and_mappings() {
    Ran ran =
        Running.REAL
            .by(2)
            .sheet(
                world,
                feed,
                "Brand|Email|MRR\nA|a@x.co|x\nB|bad|y\n|c@x.co|z\nD|d@x.co|1\nD|d@x.co|2");
    assertThat(ran.errors())
        .extracting(it -> it.row().text() + " " + it.column() + " " + it.code())
        .containsExactly(
            "1 Margin COLUMN_MISSING",
            "2 MRR INVALID_CURRENCY",
            "3 Email INVALID_EMAIL",
            "3 MRR INVALID_CURRENCY",
            "4 Brand KEY_EMPTY",
            "5 Brand DUPLICATE_KEY",
            "6 Brand DUPLICATE_KEY");
    assertThat(ran.counts().processed()).isEqualTo(5);
  }

  @Test
  void rule_9_what_a_database_refuses_is_a_row_error_and_its_row_is_undone() {
    Feed notes =
        Mapped.sheet(1)
            .key("Brand")
            .truth("MRR", "mrr", "number")
            .truth("Notes", "notes", "text")
            .feed();
    World world = World.of(notes);
    Ran ran =
        Running.REAL.sheet(
            world, notes, "Brand|MRR|Notes\nA|1|n\nB|x|" + World.REFUSED + "\nC|3|n");
    assertThat(ran.told()).containsExactly("3 INVALID_NUMBER WARNING", "3 DB_REJECTED ERROR");
    assertThat(ran.figures()).isEqualTo("2 0 0 1");
    assertThat(world.rows(notes).keySet()).containsExactlyInAnyOrder("a", "c");
  }

  /** SE-20. */
  @Test
  void rule_9_a_dry_run_shows_what_would_change_and_what_is_blocked() {
    Feed first = Mapped.sheet(1).key("Brand").truth("Tier", "tier", "text").feed();
    Feed second =
        Mapped.sheet(2)
            .key("Brand")
            .truth("Tier", "tier", "text")
            .truth("Notes", "notes", "text")
            .feed();
    World world = World.of(first, second);
    Running.REAL.sheet(world, first, "Brand|Tier\nAcme|gold");
    Ran dry = Running.DRY.sheet(world, second, "Brand|Tier|Notes\nAcme|silver|n\nBeta|iron|");
    assertThat(dry.previews()).hasSize(2);
    RowPreview acme = dry.previews().get(0);
    assertThat(acme.action()).isEqualTo(RowPreview.Action.UPDATE);
    assertThat(acme.fields()).isEqualTo(Map.of("notes", new Pair(null, new Value.Text("n"))));
    assertThat(acme.blocked())
        .isEqualTo(Map.of("tier", new Pair(new Value.Text("gold"), new Value.Text("silver"))));
    assertThat(dry.previews().get(1).action()).isEqualTo(RowPreview.Action.CREATE);
    assertThat(dry.previews().get(1).key()).isEqualTo("Beta");
    assertThat(dry.counts().conflictsOpened()).isEqualTo(1);
    assertThat(world.entities).hasSize(1);
    assertThat(world.conflicts).isEmpty();
  }

  @Test
  void rule_9_no_cell_is_shown_whole() {
    Ran ran = Running.REAL.sheet(world, feed, "Brand|Email|MRR\nA|a@x.co|" + "s".repeat(5_000));
    assertThat(ran.errors().get(1))
        .extracting(RowError::message)
        .isEqualTo("Not an amount of money: '" + "s".repeat(80) + "'");
  }
}
