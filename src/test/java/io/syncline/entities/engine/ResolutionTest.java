package io.syncline.entities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.entities.engine.change.BatchChanges;
import io.syncline.entities.engine.mapping.Contender;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.state.Claim;
import io.syncline.entities.engine.state.Conflict;
import io.syncline.entities.engine.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** From claims to what a field holds, and who conflicts. */
class ResolutionTest {
  private final Feed one = truth(1);
  private final Feed two = truth(2);
  private final Feed hint = Mapped.sheet(3).key("Brand").reference("Tier", "tier", "text").feed();

  /** SE-12, SE-35. */
  @Test
  void rule_6_the_larger_priority_wins_whatever_the_order_of_runs() {
    for (boolean oneFirst : List.of(true, false)) {
      World world =
          World.of(one, two).priorities(Map.of("tier", Map.of(two.source().id().toString(), 5)));
      Running.REAL.sheet(world, oneFirst ? one : two, "Brand|Tier\nAcme|a" + oneFirst);
      Running.REAL.sheet(world, oneFirst ? two : one, "Brand|Tier\nAcme|b" + oneFirst);
      assertThat(held(world, "tier")).isEqualTo(oneFirst ? "btrue" : "afalse");
      Conflict conflict = world.conflicts.values().iterator().next();
      assertThat(conflict.losingFeedId()).isEqualTo(one.id());
      assertThat(conflict.winningFeedId()).isEqualTo(two.id());
    }
  }

  @Test
  void rule_1_4_a_feeds_own_priority_beats_that_of_its_source() {
    World world =
        World.of(one, two)
            .priorities(
                Map.of("tier", Map.of(one.source().id().toString(), 9, one.id().toString(), -1)));
    Running.REAL.sheet(world, one, "Brand|Tier\nAcme|one");
    Running.REAL.sheet(world, two, "Brand|Tier\nAcme|two");
    assertThat(held(world, "tier")).isEqualTo("two");
  }

  /** SE-35. */
  @Test
  void rule_6_two_equal_feeds_never_take_turns() {
    World world = World.of(one, two);
    Running.REAL.sheet(world, two, "Brand|Tier\nAcme|two");
    for (int i = 0; i < 3; i++) {
      Ran ran = Running.REAL.sheet(world, one, "Brand|Tier\nAcme|one");
      assertThat(ran.lineage()).isEmpty();
      assertThat(ran.counts().conflictsOpened()).isEqualTo(i == 0 ? 1 : 0);
      assertThat(Running.REAL.sheet(world, two, "Brand|Tier\nAcme|two").lineage()).isEmpty();
    }
    assertThat(held(world, "tier")).isEqualTo("two");
  }

  /** SE-35. */
  @Test
  void rule_6_who_was_first_counts_and_withdrawing_starts_anew() {
    World world = World.of(one, two);
    Running.REAL.sheet(world, one, "Brand|Tier\nAcme|one");
    Running.REAL.sheet(world, two, "Brand|Tier\nAcme|two");
    Running.REAL.sheet(world, one, "Brand|Tier\nAcme|");
    assertThat(held(world, "tier")).as("promoted").isEqualTo("two");
    Running.REAL.sheet(world, one, "Brand|Tier\nAcme|one");
    assertThat(held(world, "tier")).isEqualTo("two");
    world.entities.values().iterator().next().put("tier", new Value.Text("drifted"));
    Running.REAL.sheet(world, one, "Brand|Tier\nAcme|one");
    assertThat(held(world, "tier")).as("nobody owns it, so the first").isEqualTo("two");
  }

  @Test
  void rule_6_a_promotion_names_the_promoted_feed_and_the_last_value_stays() {
    World world = World.of(one, two);
    Running.REAL.sheet(world, one, "Brand|Tier\nAcme|one");
    Running.REAL.sheet(world, two, "Brand|Tier\nAcme|two");
    Ran ran = Running.REAL.sheet(world, one, "Brand|Tier\nAcme|");
    assertThat(ran.figures()).isEqualTo("0 1 0 0");
    assertThat(ran.lineage().get(0).feedId()).isEqualTo(two.id());
    assertThat(ran.lineage().get(0).reference()).isEqualTo("Source 2 → Tab 2 → Tier");
    assertThat(world.conflicts).isEmpty();
    Running.REAL.sheet(world, two, "Brand|Tier\nAcme|");
    assertThat(held(world, "tier")).isEqualTo("two");
    assertThat(world.claims).isEmpty();
  }

  /** Nobody owns the field, and both said so in one moment: only their ids are left to tell. */
  @Test
  void rule_6_of_two_who_said_so_at_once_the_smaller_id_wins() {
    Feed none = Mapped.sheet(9).key("Brand").feed();
    World world = World.of(none, two, one);
    Running.REAL.sheet(world, none, "Brand\nAcme");
    UUID id = world.entities.keySet().iterator().next();
    for (Feed feed : List.of(two, one)) {
      Claim claim = new Claim(feed.id(), id, "tier", new Value.Text(feed.tab()), null, world.at());
      world.claims.put(World.key(claim), claim);
    }
    assertThat(
            Resolving.of(
                    world.plan(),
                    Set.of("tier"),
                    new HashMap<>(world.entities),
                    world.held(List.of(id)))
                .lineage())
        .extracting(row -> row.feedId())
        .containsExactly(one.id());
  }

  @Test
  void rule_6_of_references_the_larger_priority_fills_and_in_a_tie_who_was_first() {
    Feed other = Mapped.sheet(4).key("Brand").reference("Tier", "tier", "text").feed();
    for (boolean isListed : List.of(true, false)) {
      World world = World.of(one, hint, other);
      Running.REAL.sheet(world, one, "Brand|Tier\nAcme|one");
      Running.REAL.sheet(world, other, "Brand|Tier\nAcme|other");
      Running.REAL.sheet(world, hint, "Brand|Tier\nAcme|hint");
      UUID id = world.entities.keySet().iterator().next();
      world.entities.get(id).put("tier", null);
      world.lineage.clear();
      world.claims.values().removeIf(claim -> claim.feedId().equals(one.id()));
      if (isListed) {
        world.priorities(Map.of("tier", Map.of(hint.id().toString(), 1)));
      }
      Running.REAL.sheet(world, one, "Brand|Tier\nAcme|");
      assertThat(held(world, "tier")).isEqualTo(isListed ? "hint" : "other");
    }
  }

  @Test
  void rule_6_an_edit_by_hand_stands_only_where_app_is_listed() {
    for (Integer app : new Integer[] {null, -1, 0, 1}) {
      World world = World.of(one);
      Running.REAL.sheet(world, one, "Brand|Tier\nAcme|gold");
      if (app != null) {
        world.priorities(Map.of("tier", Map.of("app", app)));
      }
      boolean stands = app != null && app >= 0;
      assertThat(overwriting(world, "edited")).isEqualTo(stands ? Set.of() : Set.of(one.id()));
      world.edit("tier", new Value.Text("edited"));
      assertThat(overwriting(world, "edited")).isEqualTo(stands ? Set.of() : Set.of(one.id()));
      Running.REAL.sheet(world, one, "Brand|Tier\nAcme|gold");
      assertThat(held(world, "tier")).isEqualTo(stands ? "edited" : "gold");
      assertThat(world.conflicts).hasSize(stands ? 1 : 0);
    }
  }

  /** SE-13. */
  @Test
  void rule_6_to_set_what_a_field_holds_is_no_edit() {
    World world = World.of(one).priorities(Map.of("tier", Map.of("app", 1)));
    Running.REAL.sheet(world, one, "Brand|Tier\nAcme|gold");
    world.entities.values().iterator().next().put("tier", new Value.Text("drifted"));
    assertThat(overwriting(world, "drifted")).containsExactly(one.id());
    Running.REAL.sheet(world, one, "Brand|Tier\nAcme|gold");
    assertThat(held(world, "tier")).isEqualTo("gold");
  }

  @Test
  void rule_6_a_conflict_is_changed_in_place_and_resolved_when_values_agree() {
    World world = World.of(one, two);
    Running.REAL.sheet(world, one, "Brand|Tier\nAcme|one");
    assertThat(Running.REAL.sheet(world, two, "Brand|Tier\nAcme|two").counts().conflictsOpened())
        .isEqualTo(1);
    Ran changed = Running.REAL.sheet(world, two, "Brand|Tier\nAcme|other");
    assertThat(changed.counts().conflictsOpened()).isZero();
    assertThat(world.conflicts.values())
        .extracting(it -> it.losingValue().text())
        .containsExactly("other");
    Running.REAL.sheet(world, two, "Brand|Tier\nAcme|one");
    assertThat(world.conflicts).isEmpty();
    Running.REAL.sheet(world, hintOf(world), "Brand|Tier\nAcme|hint");
    assertThat(world.conflicts).as("references conflict with nobody").isEmpty();
  }

  @Test
  void rule_6_a_decision_can_be_tried_before_it_is_made() {
    World world = World.of(one, two);
    Running.REAL.sheet(world, one, "Brand|Tier\nAcme|one\nBeta|same\nGamma|one");
    Running.REAL.sheet(world, two, "Brand|Tier\nAcme|two\nBeta|same\nGamma|two");
    world.priorities(Map.of("tier", Map.of(two.id().toString(), 1)));
    BatchChanges tried =
        Resolving.of(
            world.plan(),
            Set.of("tier"),
            new HashMap<>(world.entities),
            world.held(world.entities.keySet()));
    assertThat(tried.entities()).hasSize(2);
    assertThat(tried.conflicts())
        .extracting(it -> it.kind().name())
        .containsOnly("RESOLVED", "OPENED");
    assertThat(tried.claims()).isEmpty();
  }

  private Feed hintOf(World world) {
    world.feeds.add(hint);
    return hint;
  }

  private static Feed truth(int number) {
    return Mapped.sheet(number).key("Brand").truth("Tier", "tier", "text").feed();
  }

  /** Who would have the last word of the only entity's tier. */
  private static Set<UUID> overwriting(World world, String tier) {
    UUID id = world.entities.keySet().iterator().next();
    return Overwriting.of(
            world.plan(),
            id,
            world.entities.get(id),
            world.held(List.of(id)),
            Map.of("tier", new Value.Text(tier)))
        .values()
        .stream()
        .map(Contender::feedId)
        .collect(Collectors.toSet());
  }

  private static String held(World world, String field) {
    Value value = world.entities.values().iterator().next().get(field);
    return value == null ? null : value.text();
  }
}
