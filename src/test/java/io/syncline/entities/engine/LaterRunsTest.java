package io.syncline.entities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.entities.engine.change.LineageRow;
import io.syncline.entities.engine.grid.GridRow;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.state.FeedRow;
import io.syncline.entities.engine.state.KeyOwner;
import io.syncline.entities.engine.value.Value;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs after the first: hashes, drift, rows that vanish. */
class LaterRunsTest {
  private final Feed feed =
      Mapped.sheet(1).archiving().key("Brand").truth("Tier", "tier", "text").feed();
  private final Feed other =
      Mapped.sheet(2).archiving().key("Brand").truth("Tier", "tier", "text").feed();
  private final World world = World.of(feed, other);

  @Test
  void rule_10_1_a_feed_remembers_its_rows_by_their_keys() {
    Running.REAL.sheet(world, feed, "Brand|Tier\nAcme|gold\nBeta|x");
    FeedRow row = world.rows(feed).get("beta");
    assertThat(row.ref().number()).isEqualTo(3);
    assertThat(row.isPresent()).isTrue();
    assertThat(world.entities).containsKey(row.entityId());
  }

  @Test
  void rule_10_2_a_hash_is_kept_of_rows_without_errors_and_is_the_same_wherever_the_row_stands() {
    Feed strict = Mapped.sheet(1).key("Brand").truth("MRR", "mrr", "number").feed();
    World world = World.of(strict);
    Running.REAL.sheet(world, strict, "Brand|MRR\nAcme|1\nBeta|x");
    String hash = world.rows(strict).get("acme").contentHash();
    assertThat(hash).hasSize(64);
    assertThat(world.rows(strict).get("beta").contentHash()).isNull();
    Running.REAL.sheet(world, strict, "MRR|x|Brand\nx||Beta\n1||Acme");
    assertThat(world.rows(strict).get("acme").contentHash()).isEqualTo(hash);
    Running.REAL.sheet(world, strict, "Brand|MRR\nAcme|\"1\"\nBeta|x");
    assertThat(world.rows(strict).get("acme").contentHash()).as("a text now").isNotEqualTo(hash);
    world.priorities(Map.of("mrr", Map.of("app", 1)));
    Running.REAL.sheet(world, strict, "Brand|MRR\nAcme|1\nBeta|x");
    assertThat(world.rows(strict).get("acme").contentHash()).as("priorities").isNotEqualTo(hash);
  }

  @Test
  void rule_10_3_drift_is_repaired_although_the_row_is_as_it_was() {
    Running.REAL.sheet(world, feed, "Brand|Tier\nAcme|gold");
    world.entities.values().iterator().next().put("tier", new Value.Text("drifted"));
    Ran ran = Running.REAL.sheet(world, feed, "Brand|Tier\nAcme|gold");
    assertThat(ran.figures()).isEqualTo("0 1 0 0");
    assertThat(tier()).isEqualTo("gold");
  }

  @Test
  void rule_10_3_a_claim_of_another_feed_is_seen_although_the_row_is_as_it_was() {
    Running.REAL.sheet(world, other, "Brand|Tier\nAcme|silver");
    Running.REAL.sheet(world, feed, "Brand|Tier\nAcme|gold");
    assertThat(world.rows(other).get("acme").contentHash()).isNull();
    assertThat(world.conflicts).hasSize(1);
    Running.REAL.sheet(world, other, "Brand|Tier\nAcme|silver");
    assertThat(world.rows(other).get("acme").contentHash()).isNotNull();
    assertThat(world.rows(feed).get("acme").contentHash()).as("nothing changed").isNotNull();
  }

  /** SE-28. */
  @Test
  void rule_10_4_the_same_input_again_changes_nothing() {
    String grid = "Brand|Tier\nAcme|gold\nBeta|\nGamma|#N/A\nGamma|x\n|y";
    Running.REAL.sheet(world, feed, grid);
    for (Running running : new Running[] {Running.REAL, Running.REAL.unhashed()}) {
      Ran again = running.sheet(world, feed, grid);
      assertThat(again.figures()).isEqualTo("0 0 2 3");
      assertThat(again.lineage()).isEmpty();
      assertThat(again.claimChanges()).isZero();
      assertThat(again.counts().conflictsOpened()).isZero();
    }
  }

  @Test
  void rule_10_4_a_default_of_the_table_is_not_taken_for_what_a_feed_said() {
    Feed clearing =
        Mapped.sheet(1).key("Brand").truth("Status", "status", "text").clearing().feed();
    World world = World.of(clearing).defaults("status", new Value.Text("active"));
    Running.REAL.sheet(world, clearing, "Brand|Status\nAcme|");
    assertThat(world.entities.values().iterator().next().get("status")).isNull();
    assertThat(Running.REAL.sheet(world, clearing, "Brand|Status\nAcme|").figures())
        .isEqualTo("0 0 1 0");
  }

  /** SE-66. */
  @Test
  void rule_10_5_an_edit_or_a_replaced_row_is_seen_although_the_count_is_equal() {
    Running.REAL.sheet(world, feed, "Brand|Tier\nAcme|gold\nBeta|x");
    Ran edited = Running.REAL.sheet(world, feed, "Brand|Tier\nBeta|y\nGamma|gold");
    assertThat(edited.figures()).isEqualTo("1 1 0 0");
    assertThat(edited.counts().archived()).isEqualTo(1);
  }

  @Test
  void rule_10_6_what_a_watermark_leaves_out_has_not_vanished() {
    Running.REAL.sheet(world, feed, "Brand|Tier\nAcme|gold\nBeta|x");
    Ran part = Running.REAL.first(1).sheet(world, feed, "Brand|Tier\nBeta|y");
    assertThat(part.counts().archived()).isZero();
    assertThat(world.rows(feed).get("acme").isPresent()).isTrue();
  }

  @Test
  void rule_11_a_vanished_row_withdraws_its_claims_and_archives_who_is_nowhere_else() {
    Running.REAL.sheet(world, feed, "Brand|Tier\nAcme|gold\nBeta|x");
    Running.REAL.sheet(world, other, "Brand|Tier\nBeta|y");
    Ran ran = Running.REAL.sheet(world, feed, "Brand|Tier\nGamma|z");
    assertThat(ran.counts().archived()).isEqualTo(1);
    assertThat(ran.lineage())
        .extracting(it -> it.field() + "=" + it.value().text() + " by " + it.feedId())
        .contains("archived=true by " + feed.id(), "tier=y by " + other.id());
    assertThat(tier()).as("never nulled").isEqualTo("gold");
    assertThat(world.conflicts).isEmpty();
    Ran back = Running.REAL.sheet(world, feed, "Brand|Tier\nAcme|gold\nGamma|z");
    assertThat(back.figures()).isEqualTo("0 1 1 0");
    assertThat(back.lineage()).extracting(LineageRow::field).containsExactly("archived");
  }

  @Test
  void rule_11_who_is_only_in_a_tab_that_was_deleted_is_nowhere() {
    Running.REAL.sheet(world, feed, "Brand|Tier\nAcme|gold\nBeta|x");
    Running.REAL.sheet(world, other, "Brand|Tier\nBeta|y");
    world.feeds.remove(other);
    Ran ran = Running.REAL.sheet(world, feed, "Brand|Tier\nAcme|gold");
    assertThat(ran.counts().archived()).isEqualTo(1);
    assertThat(ran.lineage()).extracting(LineageRow::field).containsExactly("archived");
  }

  @Test
  void rule_11_keeping_changes_nothing_and_a_rejected_row_is_there() {
    Feed keeping = Mapped.sheet(1).key("Brand").truth("Tier", "tier", "text").required().feed();
    World kept = World.of(keeping);
    Running.REAL.sheet(kept, keeping, "Brand|Tier\nAcme|gold");
    Ran ran = Running.REAL.sheet(kept, keeping, "Brand|Tier\n");
    assertThat(ran.claimChanges()).isZero();
    assertThat(ran.errors()).isEmpty();
    Feed strict =
        Mapped.sheet(1).archiving().key("Brand").truth("Tier", "tier", "text").required().feed();
    World world = World.of(strict);
    Running.REAL.sheet(world, strict, "Brand|Tier\nAcme|gold\nBeta|x");
    assertThat(Running.REAL.sheet(world, strict, "Brand|Tier\nAcme|\nBeta|x").counts().archived())
        .isZero();
  }

  @Test
  void rule_11_too_many_missing_rows_mean_that_the_read_went_wrong() {
    for (int missing : new int[] {5, 6, 20, 21}) {
      int size = missing > 6 ? 100 : 10;
      World world = World.of(feed);
      Running.REAL.sheet(world, feed, rows(0, size));
      Ran ran = Running.REAL.by(7).sheet(world, feed, rows(missing, size));
      boolean guarded = missing == 6 || missing == 21;
      assertThat(ran.counts().archived()).isEqualTo(guarded ? 0 : missing);
      assertThat(ran.told().contains("0 MISSING_GUARD WARNING")).isEqualTo(guarded);
    }
  }

  @Test
  void rule_11_an_empty_read_archives_nothing() {
    Running.REAL.sheet(world, feed, "Brand|Tier\nAcme|gold");
    Ran ran = Running.REAL.sheet(world, feed, "Brand|Tier");
    assertThat(ran.told()).containsExactly("0 MISSING_GUARD WARNING");
    assertThat(ran.counts().archived()).isZero();
    assertThat(world.rows(feed).get("acme").isPresent()).isTrue();
  }

  @Test
  void rule_11_an_entity_that_another_row_leads_to_has_not_vanished() {
    Feed leads = Mapped.records(3).truth("name", "brand_name", "text").feed();
    World world = World.of(feed, leads);
    Running.REAL.sheet(world, feed, "Brand|Tier\nAcme|gold");
    UUID id = world.entities.keySet().iterator().next();
    world.keys.put("apex", List.of(new KeyOwner(id, false)));
    Ran ran = Running.REAL.sheet(world, feed, "Brand|Tier\nApex|gold");
    assertThat(ran.counts().archived()).isZero();
    assertThat(world.claims).hasSize(1);
    assertThat(world.rows(feed).get("acme").isPresent()).isFalse();
  }

  private static List<GridRow> rows(int from, int to) {
    return Grids.of("Brand|Tier", IntStream.range(from, to).mapToObj(i -> "B" + i + "|t"));
  }

  private String tier() {
    Value value = world.entities.values().iterator().next().get("tier");
    return value == null ? null : value.text();
  }
}
