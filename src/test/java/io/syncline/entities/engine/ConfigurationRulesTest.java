package io.syncline.entities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.entities.engine.mapping.Authority;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.mapping.FeedCheck;
import io.syncline.entities.engine.mapping.FeedRules;
import io.syncline.entities.engine.mapping.KeyKind;
import io.syncline.entities.engine.mapping.Mode;
import io.syncline.entities.engine.mapping.OnDuplicateKey;
import io.syncline.entities.engine.mapping.OnEmpty;
import io.syncline.entities.engine.mapping.OnMissing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is checked of feeds before anything is fetched. */
class ConfigurationRulesTest {

  @Test
  void rule_1_1_what_is_not_said_of_a_feed_is_the_first_of_each_list() {
    assertThat(FeedRules.USUAL.mode()).isEqualTo(Mode.values()[0]);
    assertThat(FeedRules.USUAL.onMissing()).isEqualTo(OnMissing.values()[0]);
    assertThat(FeedRules.USUAL.onDuplicateKey()).isEqualTo(OnDuplicateKey.values()[0]);
    assertThat(FeedRules.USUAL.keyKind()).isEqualTo(KeyKind.values()[0]);
  }

  @Test
  void rule_1_1_words_are_spelt_as_they_are_stored() {
    assertThat(Mode.of("create_only")).contains(Mode.CREATE_ONLY);
    assertThat(OnMissing.of("archive")).contains(OnMissing.ARCHIVE);
    assertThat(OnDuplicateKey.of("last")).contains(OnDuplicateKey.LAST);
    assertThat(KeyKind.of("external_id")).contains(KeyKind.EXTERNAL_ID);
    assertThat(Authority.of("source_of_truth")).contains(Authority.SOURCE_OF_TRUTH);
    assertThat(OnEmpty.of("clear")).contains(OnEmpty.CLEAR);
    assertThat(Mode.of("Upsert")).isEmpty();
    assertThat(Authority.REFERENCE.word()).isEqualTo("reference");
  }

  @Test
  void rule_1_3_a_feed_without_faults_has_none() {
    assertThat(faults(Mapped.sheet(1).key("Brand").truth("MRR", "mrr", "number"))).isEmpty();
    assertThat(faults(Mapped.records(1).truth("name", "brand_name", "text"))).isEmpty();
  }

  @Test
  void rule_1_3_exactly_one_column_is_the_key() {
    assertThat(faults(Mapped.sheet(1).truth("MRR", "mrr", "number")))
        .containsExactly("is_key: 0 columns are the key, not one");
    assertThat(faults(Mapped.sheet(1).key("Brand").key("Name")))
        .contains("is_key: 2 columns are the key, not one");
  }

  @Test
  void rule_1_3_the_key_is_not_derived_and_is_the_field_that_the_type_is_known_by() {
    assertThat(
            faults(
                Mapped.sheet(1)
                    .column(Mapped.column("Brand", "brand_name", true, Authority.DERIVED, "text"))))
        .contains("column 'Brand': the key is derived");
    assertThat(
            faults(
                Mapped.sheet(1)
                    .column(
                        Mapped.column("Mail", "email", true, Authority.SOURCE_OF_TRUTH, "text"))))
        .containsExactly("column 'Mail': the key of partners is brand_name");
  }

  @Test
  void rule_1_3_a_target_is_a_field_and_has_one_column() {
    assertThat(
            faults(
                Mapped.sheet(1)
                    .key("Brand")
                    .truth("A", "mrr", "number")
                    .truth("B", "mrr", "number")
                    .truth("C", "nosuch", "text")
                    .truth("D", "archived", "boolean")
                    .truth("E", null, "text")))
        .containsExactly(
            "column 'B': a second column with the target 'mrr'",
            "column 'C': partners has no field 'nosuch' to be written",
            "column 'D': partners has no field 'archived' to be written",
            "column 'E': has no target_field");
  }

  @Test
  void rule_1_3_a_field_that_is_derived_anywhere_is_nobody_elses_target() {
    Feed derived = Mapped.sheet(1).key("Brand").derived("Tier", "tier").feed();
    Feed target = Mapped.sheet(2).key("Brand").truth("Tier", "tier", "text").feed();
    World world = World.of(derived, target);
    for (Feed feed : List.of(derived, target)) {
      assertThat(FeedCheck.faults(feed, world.plan()))
          .containsExactly("column 'Tier': 'tier' is derived in one place and a target in another");
    }
  }

  @Test
  void rule_1_3_transforms_locales_zones_and_rows_are_known() {
    assertThat(
            faults(
                Mapped.sheet(1)
                    .headerRow(0)
                    .in("xx_YY")
                    .at("Mars/Olympus")
                    .key("Brand")
                    .truth("MRR", "mrr", "money")
                    .truth("Tier", "tier", "text")
                    .config("{\"case\":\"Title\",\"x\":1}")
                    .matchOn("tier")))
        .satisfiesExactly(
            it -> assertThat(it).isEqualTo("header_row: 0 is not 1 or more"),
            it -> assertThat(it).isEqualTo("locale: 'xx_YY' is none"),
            it -> assertThat(it).isEqualTo("timezone: 'Mars/Olympus' is none"),
            it -> assertThat(it).isEqualTo("match_on: only for external_id feeds"),
            it -> assertThat(it).startsWith("column 'MRR': transform: 'money' is none of"),
            it -> assertThat(it).isEqualTo("column 'Tier': case: none of lower, upper"),
            it -> assertThat(it).isEqualTo("column 'Tier': x: no setting of this transform"));
    assertThat(faults(Mapped.records(1).matchOn("tier")))
        .containsExactly("match_on: no column is mapped to 'tier'");
  }

  @Test
  void rule_1_4_two_truths_of_equal_priority_are_warned_of() {
    Feed one = Mapped.sheet(1).key("Brand").truth("Tier", "tier", "text").feed();
    Feed two = Mapped.sheet(2).key("Brand").truth("Tier", "tier", "text").feed();
    World world = World.of(one, two);
    assertThat(FeedCheck.faults(one, world.plan())).isEmpty();
    assertThat(FeedCheck.ties(one, world.plan())).containsExactly("tier");
    world.priorities(Map.of("tier", Map.of(two.id().toString(), 1)));
    assertThat(FeedCheck.ties(one, world.plan())).isEmpty();
  }

  private static List<String> faults(Mapped mapped) {
    Feed feed = mapped.feed();
    return FeedCheck.faults(feed, World.of(feed).plan());
  }
}
