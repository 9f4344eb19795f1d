package io.syncline.entities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.entities.engine.error.RowCode;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.mapping.OnDuplicateKey;
import io.syncline.entities.engine.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for whatever feeds, sheets and orders of runs there are. */
class EnginePropertyTest {
  private static final String HEADER = "Brand|Tier|MRR|Notes";

  /** One step of a history: a run of a feed, or somebody's change of a value. */
  record Step(int feed, List<String> rows, boolean drifts) {}

  /** SE-12. */
  @Property(tries = 300)
  void rule_6_the_order_of_feeds_does_not_matter_without_ties(
      @ForAll("histories") List<Step> history, @ForAll("orders") List<Integer> order) {
    List<List<String>> sheets = new ArrayList<>();
    for (int feed = 0; feed < 3; feed++) {
      sheets.add(feed < history.size() ? accepted(history.get(feed).rows) : List.of());
    }
    World straight = truths();
    World turned = truths();
    for (int feed = 0; feed < 3; feed++) {
      run(Running.REAL, straight, feed, sheets.get(feed));
      run(Running.REAL, turned, order.get(feed), sheets.get(order.get(feed)));
    }
    assertThat(lower(Dump.values(turned))).isEqualTo(lower(Dump.values(straight)));
  }

  @Property(tries = 300)
  void rule_10_4_the_same_run_again_changes_nothing(@ForAll("histories") List<Step> history) {
    World world = mixed();
    for (Step step : history) {
      act(Running.REAL, world, step);
      List<String> before = Dump.of(world);
      Ran again = run(Running.REAL, world, step.feed, step.rows);
      if (!step.drifts) {
        assertThat(again.lineage()).isEmpty();
        assertThat(again.claimChanges()).isZero();
        assertThat(again.counts().conflictsOpened()).isZero();
        assertThat(again.counts().created() + again.counts().updated()).isZero();
        assertThat(Dump.of(world)).isEqualTo(before);
      }
    }
  }

  /** SE-29. */
  @Property(tries = 300)
  void rule_9_a_dry_run_says_what_the_real_one_does(@ForAll("histories") List<Step> history) {
    World world = mixed();
    for (Step step : history) {
      List<String> before = Dump.of(world);
      Ran dry = run(Running.DRY, world, step.feed, step.rows);
      assertThat(Dump.of(world)).as("a dry run writes nothing").isEqualTo(before);
      Ran real = run(Running.REAL, world, step.feed, step.rows);
      assertThat(dry.counts()).isEqualTo(real.counts());
      assertThat(dry.errors()).isEqualTo(real.errors());
      assertThat(dry.lineage()).isEqualTo(real.lineage());
    }
  }

  @Property(tries = 300)
  void rule_10_3_hashes_cannot_be_seen(@ForAll("histories") List<Step> history) {
    World hashed = mixed();
    World plain = mixed();
    for (Step step : history) {
      Ran with = act(Running.REAL, hashed, step);
      Ran without = act(Running.REAL.unhashed(), plain, step);
      assertThat(with.counts()).isEqualTo(without.counts());
      assertThat(with.told()).isEqualTo(without.told());
      assertThat(Dump.of(hashed)).isEqualTo(Dump.of(plain));
    }
  }

  @Property(tries = 300)
  void rule_9_the_size_of_batches_cannot_be_seen(
      @ForAll("histories") List<Step> history, @ForAll("sizes") int size) {
    World whole = mixed();
    World parts = mixed();
    for (Step step : history) {
      Ran one = act(Running.REAL, whole, step);
      Ran other = act(Running.REAL.by(size), parts, step);
      assertThat(other.counts()).isEqualTo(one.counts());
      assertThat(other.told()).isEqualTo(one.told());
      assertThat(Dump.of(parts)).isEqualTo(Dump.of(whole));
    }
  }

  /** SE-19. */
  @Property(tries = 300)
  void rule_9_every_row_has_one_outcome_and_what_is_lost_is_told(
      @ForAll("histories") List<Step> history) {
    World world = mixed();
    for (Step step : history) {
      Ran ran = act(Running.REAL, world, step);
      assertThat(ran.outcomes()).hasSize(ran.counts().processed());
      assertThat(ran.counts().fieldsChanged()).isEqualTo(ran.lineage().size());
      long told =
          ran.errors().stream()
              .filter(it -> it.code() != RowCode.MISSING_GUARD)
              .map(it -> it.row())
              .distinct()
              .count();
      assertThat(told).isGreaterThanOrEqualTo(ran.counts().skipped());
    }
  }

  private static Ran act(Running running, World world, Step step) {
    if (step.drifts && !world.entities.isEmpty()) {
      world.entities.values().iterator().next().put("tier", new Value.Text("drifted"));
    }
    return run(running, world, step.feed, step.rows);
  }

  private static Ran run(Running running, World world, int feed, List<String> rows) {
    return running.sheet(world, world.feeds.get(feed), Grids.of(HEADER, rows.stream()));
  }

  /** What a database refuses depends on who writes it, and so does what is undone with it. */
  private static List<String> accepted(List<String> rows) {
    return rows.stream().map(row -> row.replace(World.REFUSED, "m")).toList();
  }

  private static List<String> lower(List<String> lines) {
    return lines.stream().map(String::toLowerCase).sorted().toList();
  }

  /** Three sources of truth with priorities of their own. */
  private static World truths() {
    World world = World.of(truth(1), truth(2), truth(3));
    Map<String, Integer> ranks =
        Map.of(Mapped.feedId(1).toString(), 1, Mapped.feedId(2).toString(), 2, "app", 7);
    return world.priorities(Map.of("tier", ranks, "mrr", ranks, "notes", ranks));
  }

  private static Feed truth(int number) {
    return Mapped.sheet(number)
        .key("Brand")
        .truth("Tier", "tier", "text")
        .nulls("-")
        .truth("MRR", "mrr", "number")
        .truth("Notes", "notes", "text")
        .clearing()
        .feed();
  }

  /** Feeds of all kinds, with ties. */
  private static World mixed() {
    return World.of(
            Mapped.sheet(1)
                .archiving()
                .key("Brand")
                .truth("Tier", "tier", "text")
                .nulls("-")
                .truth("MRR", "mrr", "number")
                .required()
                .reference("Notes", "notes", "text")
                .feed(),
            Mapped.sheet(2)
                .onDuplicate(OnDuplicateKey.LAST)
                .archiving()
                .key("Brand")
                .truth("Tier", "tier", "text")
                .clearing()
                .reference("MRR", "mrr", "number")
                .truth("Notes", "notes", "text")
                .feed(),
            Mapped.sheet(3)
                .onDuplicate(OnDuplicateKey.FIRST)
                .key("Brand")
                .reference("Tier", "tier", "text")
                .reference("MRR", "mrr", "number")
                .clearing()
                .reference("Notes", "notes", "text")
                .feed())
        .priorities(Map.of("notes", Map.of("app", 0)));
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<List<String>> rows = row().list().ofMaxSize(6);
    return Combinators.combine(
            Arbitraries.integers().between(0, 2), rows, Arbitraries.of(false, false, false, true))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(7);
  }

  private static Arbitrary<String> row() {
    Arbitrary<String> keys = Arbitraries.of("Acme", "ACME", "Beta", "beta ", "Gamma", "", "#REF!");
    Arbitrary<String> tiers = Arbitraries.of("gold", "silver", "", "-", "#N/A");
    Arbitrary<String> sums = Arbitraries.of("1", "1.004", "\"1.00\"", "2", "", "x");
    Arbitrary<String> notes = Arbitraries.of("n", "m", "", World.REFUSED);
    return Combinators.combine(keys, tiers, sums, notes)
        .as((key, tier, sum, note) -> String.join("|", key, tier, sum, note));
  }

  @Provide
  Arbitrary<List<Integer>> orders() {
    return Arbitraries.shuffle(0, 1, 2);
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.of(1, 2, 3, 5);
  }
}
