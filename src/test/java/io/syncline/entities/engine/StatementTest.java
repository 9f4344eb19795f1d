package io.syncline.entities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.entities.engine.change.BatchChanges;
import io.syncline.entities.engine.change.LineageRow;
import io.syncline.entities.engine.grid.GridRow;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.engine.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** From cells to claims, by the authority of their columns. */
class StatementTest {
  private final Feed one = truth(1);
  private final Feed two = truth(2);
  private final Feed hint = Mapped.sheet(3).key("Brand").reference("Tier", "tier", "text").feed();

  @Test
  void rule_4_what_a_cell_does_to_a_claim() {
    Feed feed =
        Mapped.sheet(1)
            .key("Brand")
            .truth("Tier", "tier", "text")
            .nulls("-")
            .truth("Notes", "notes", "text")
            .clearing()
            .truth("MRR", "mrr", "number")
            .feed();
    World world = World.of(feed);
    Running.REAL.sheet(world, feed, "Brand|Tier|Notes|MRR\nAcme|gold|n|5");
    assertThat(claims(world)).isEqualTo(Map.of("tier", "gold", "notes", "n", "mrr", "5.00"));
    Running.REAL.sheet(world, feed, "Brand|Tier|Notes|MRR\nAcme|||x");
    assertThat(claims(world)).isEqualTo(Map.of("notes", "null", "mrr", "5.00"));
    assertThat(held(world, "tier")).as("withdrawn, so that it stays").isEqualTo("gold");
    assertThat(held(world, "notes")).as("cleared").isNull();
    assertThat(held(world, "mrr")).as("kept, as an accident is no statement").isEqualTo("5.00");
    Running.REAL.sheet(world, feed, "Brand|Tier|MRR\nAcme|-|");
    assertThat(claims(world)).isEqualTo(Map.of("tier", "null", "notes", "null"));
    assertThat(held(world, "tier")).as("a null token").isNull();
  }

  @Test
  void rule_4_a_row_without_what_is_required_is_rejected_and_keeps_every_claim() {
    Feed feed =
        Mapped.sheet(1)
            .key("Brand")
            .truth("Email", "email", "email")
            .required()
            .nulls("none")
            .truth("MRR", "mrr", "number")
            .feed();
    World world = World.of(feed);
    Running.REAL.sheet(world, feed, "Brand|Email|MRR\nAcme|a@x.co|5");
    Ran ran =
        Running.REAL.sheet(
            world,
            feed,
            "Brand|Email|MRR\nAcme||x\nBeta|bad|6\nGamma|none|7\nDelta|d@x.co|8\nEta|#REF!|9");
    assertThat(ran.told())
        .containsExactly(
            "2 MISSING_REQUIRED ERROR",
            "2 INVALID_NUMBER WARNING",
            "3 INVALID_EMAIL ERROR",
            "4 MISSING_REQUIRED ERROR",
            "6 CELL_ERROR ERROR");
    assertThat(ran.errors().get(0).message()).isEqualTo("Missing required field 'email'");
    assertThat(ran.errors().get(2).message()).isEqualTo("Invalid email format");
    assertThat(ran.figures()).isEqualTo("1 0 0 4");
    assertThat(held(world, "email")).isEqualTo("a@x.co");
    assertThat(world.entities).hasSize(2);
  }

  @Test
  void rule_4_hostile_texts_are_text_and_nothing_else() {
    Feed feed = Mapped.sheet(1).key("Brand").truth("Notes", "notes", "text").feed();
    List<String> texts =
        List.of(
            "=HYPERLINK(\"http://x\",\"y\")",
            "+cmd|' /C calc'!A0",
            "'); DROP TABLE partners; --",
            "${env:SECRET} {{secret}} #{1+1} %s %n",
            "<script>alert(1)</script>",
            "\u0007\u001B[31m",
            "\u202Eabc",
            "x".repeat(5_000));
    for (String text : texts) {
      World world = World.of(feed);
      List<GridRow> grid =
          List.of(
              Grids.of("Brand|Notes").get(0),
              new GridRow(2, List.of(Cell.text(text), Cell.text(text))));
      assertThat(Running.REAL.sheet(world, feed, grid).figures()).isEqualTo("1 0 0 0");
      assertThat(held(world, "notes")).isEqualTo(text);
      assertThat(held(world, "brand_name")).isEqualTo(text);
      assertThat(Running.REAL.sheet(world, feed, grid).figures()).isEqualTo("0 0 1 0");
    }
  }

  /** SE-05, SE-06. */
  @Test
  void rule_5_a_reference_fills_what_was_never_set_and_nothing_else() {
    World world = World.of(one, hint);
    Running.REAL.sheet(world, hint, "Brand|Tier\nAcme|silver");
    assertThat(held(world, "tier")).isEqualTo("silver");
    Ran again = Running.REAL.sheet(world, hint, "Brand|Tier\nAcme|bronze");
    assertThat(held(world, "tier")).as("not even what it filled").isEqualTo("silver");
    assertThat(again.figures()).isEqualTo("0 0 1 0");
    assertThat(claims(world)).isEqualTo(Map.of("tier", "bronze"));
    Running.REAL.sheet(world, one, "Brand|Tier\nAcme|gold");
    assertThat(held(world, "tier")).isEqualTo("gold");
  }

  @Test
  void rule_5_a_reference_does_not_fill_what_was_cleared_or_is_claimed_to_be_null() {
    Feed clearing = Mapped.sheet(1).key("Brand").truth("Tier", "tier", "text").clearing().feed();
    World world = World.of(clearing, hint);
    Running.REAL.sheet(world, clearing, "Brand|Tier\nAcme|");
    Running.REAL.sheet(world, hint, "Brand|Tier\nAcme|silver");
    assertThat(held(world, "tier")).as("a claim of null").isNull();
    Running.REAL.sheet(world, clearing, "Brand|Tier\nAcme|gold");
    Running.REAL.sheet(world, clearing, "Brand|Tier\nAcme|");
    Feed silent = Mapped.sheet(1).key("Brand").truth("Tier", "tier", "text").feed();
    world.replace(silent);
    Running.REAL.sheet(world, silent, "Brand|Tier\nAcme|");
    Running.REAL.sheet(world, hint, "Brand|Tier\nAcme|bronze");
    assertThat(held(world, "tier")).as("cleared").isNull();
  }

  /** SE-07, SE-08. */
  @Test
  void rule_5_1_a_new_entity_gets_truth_and_references_and_nothing_derived() {
    Feed feed =
        Mapped.sheet(1)
            .key("Brand")
            .truth("Tier", "tier", "text")
            .reference("Notes", "notes", "text")
            .derived("Status", "status")
            .feed();
    World world = World.of(feed);
    Ran ran = Running.REAL.sheet(world, feed, "Brand|Tier|Notes|Status\nAcme|gold|n|open");
    assertThat(held(world, "notes")).isEqualTo("n");
    assertThat(held(world, "status")).isNull();
    assertThat(ran.lineage())
        .extracting(LineageRow::field)
        .containsExactly("brand_name", "tier", "notes");
    assertThat(ran.lineage())
        .extracting(LineageRow::authority)
        .containsExactly("source_of_truth", "source_of_truth", "reference");
  }

  @Test
  void rule_5_2_a_claim_is_kept_beside_the_field_and_goes_with_its_feed() {
    World world = World.of(one, two);
    Running.REAL.sheet(world, one, "Brand|Tier\nAcme|gold");
    Running.REAL.sheet(world, two, "Brand|Tier\nAcme|silver");
    assertThat(world.claims.values()).extracting(it -> it.raw()).contains("gold", "silver");
    assertThat(world.claims.keySet()).noneMatch(it -> it.field().equals("brand_name"));
    world.feeds.remove(one);
    Set<UUID> ids = world.entities.keySet();
    world.nextRun();
    BatchChanges gone =
        Withdrawing.of(
            world.plan(),
            one.id(),
            Set.of("tier"),
            new HashMap<>(world.entities),
            world.held(ids),
            world.at());
    world.apply(one, gone);
    assertThat(held(world, "tier")).isEqualTo("silver");
    assertThat(gone.lineage().get(0).feedId()).isEqualTo(two.id());
    assertThat(world.conflicts).isEmpty();
  }

  @Test
  void rule_5_3_authority_is_that_of_the_moment() {
    World world = World.of(one, two);
    Running.REAL.sheet(world, one, "Brand|Tier\nAcme|gold");
    Running.REAL.sheet(world, two, "Brand|Tier\nAcme|silver");
    assertThat(world.conflicts).hasSize(1);
    Feed lowered = Mapped.sheet(1).key("Brand").reference("Tier", "tier", "text").feed();
    world.replace(lowered);
    Running.REAL.sheet(world, two, "Brand|Tier\nAcme|silver");
    assertThat(held(world, "tier")).isEqualTo("silver");
    assertThat(world.conflicts).isEmpty();
  }

  /** SE-16. */
  @Test
  void rule_5_4_a_forced_run_writes_all_that_its_feed_says_until_the_next_normal_one() {
    World world = World.of(one, hint);
    Running.REAL.sheet(world, one, "Brand|Tier\nAcme|gold");
    Ran forced = Running.FORCED.sheet(world, hint, "Brand|Tier\nAcme|silver\n|x");
    assertThat(held(world, "tier")).isEqualTo("silver");
    assertThat(forced.lineage()).extracting(LineageRow::authority).containsExactly("forced");
    assertThat(forced.told()).containsExactly("3 KEY_EMPTY ERROR");
    assertThat(world.conflicts).hasSize(1);
    Ran normal = Running.REAL.sheet(world, one, "Brand|Tier\nAcme|gold");
    assertThat(normal.figures()).isEqualTo("0 1 0 0");
    assertThat(held(world, "tier")).isEqualTo("gold");
    assertThat(world.conflicts).isEmpty();
  }

  @Test
  void rule_5_4_a_forced_run_writes_null_too_and_gets_round_nothing_else() {
    Feed feed =
        Mapped.sheet(3)
            .key("Brand")
            .reference("Tier", "tier", "text")
            .nulls("-")
            .reference("MRR", "mrr", "number")
            .reference("Email", "email", "email")
            .required()
            .derived("Notes", "notes")
            .feed();
    World world = World.of(one, feed);
    Running.REAL.sheet(world, one, "Brand|Tier\nAcme|gold");
    Ran forced =
        Running.FORCED.sheet(
            world, feed, "Brand|Tier|MRR|Email|Notes\nAcme|-|x|a@x.co|n\nBeta|-|5||n");
    assertThat(forced.told())
        .containsExactly("2 INVALID_NUMBER WARNING", "3 MISSING_REQUIRED ERROR");
    assertThat(forced.lineage())
        .extracting(row -> row.field() + " " + row.authority())
        .containsExactlyInAnyOrder("tier forced", "email forced");
    assertThat(world.entities).as("Beta was rejected").hasSize(1);
    assertThat(held(world, "tier")).as("null counts").isNull();
    assertThat(held(world, "mrr")).as("refused").isNull();
    assertThat(held(world, "notes")).as("derived").isNull();
    assertThat(held(world, "email")).isEqualTo("a@x.co");
  }

  private static Feed truth(int number) {
    return Mapped.sheet(number).key("Brand").truth("Tier", "tier", "text").feed();
  }

  private static String held(World world, String field) {
    Value value = world.entities.values().iterator().next().get(field);
    return value == null ? null : value.text();
  }

  private static Map<String, String> claims(World world) {
    Map<String, String> claims = new HashMap<>();
    world.claims.forEach(
        (key, claim) ->
            claims.put(key.field(), claim.value() == null ? "null" : claim.value().text()));
    return claims;
  }
}
