package io.syncline.entities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.entities.engine.grid.ApiRecord;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.mapping.Mode;
import io.syncline.entities.engine.value.Jsons;
import io.syncline.entities.engine.value.Value;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which entity a row stands for. */
class IdentityTest {
  private final Feed leads =
      Mapped.records(1).truth("name", "brand_name", "text").truth("mrr", "mrr", "number").feed();
  private final Feed matching =
      Mapped.records(1)
          .matchOn("brand_name")
          .truth("name", "brand_name", "text")
          .truth("mrr", "mrr", "number")
          .feed();
  private final Feed sheet = Mapped.sheet(2).key("Brand").truth("Notes", "notes", "text").feed();

  @Test
  void rule_3_3_a_link_is_the_identity_of_a_record() {
    World world = World.of(leads);
    Running.REAL.records(world, leads, records("lead_1 Acme 5"));
    Ran ran = Running.REAL.records(world, leads, records("lead_1 Apex 5"));
    assertThat(ran.figures()).isEqualTo("0 1 0 0");
    assertThat(only(world, "brand_name")).isEqualTo("Apex");
    assertThat(world.claims).hasSize(2);
  }

  @Test
  void rule_3_3_ids_are_compared_as_they_are() {
    World world = World.of(leads);
    Ran ran = Running.REAL.records(world, leads, records("lead_a Acme 5", "lead_A Beta 6"));
    assertThat(ran.figures()).isEqualTo("2 0 0 0");
  }

  @Test
  void rule_3_3_a_record_without_a_link_finds_its_entity_by_the_key() {
    World world = World.of(matching, sheet);
    Running.REAL.sheet(world, sheet, "Brand|Notes\nACME|x");
    Ran ran = Running.REAL.records(world, matching, records("lead_1 Acme 5"));
    assertThat(ran.figures()).isEqualTo("0 1 0 0");
    assertThat(world.entities).hasSize(1);
    assertThat(world.links(matching)).hasSize(1);
    assertThat(only(world, "brand_name")).isEqualTo("Acme");
  }

  @Test
  void rule_3_3_an_entity_that_is_linked_to_another_record_is_a_conflict() {
    for (int size : List.of(1, 10)) {
      World world = World.of(matching);
      Ran ran =
          Running.REAL.by(size).records(world, matching, records("lead_1 Acme 5", "lead_2 acme 6"));
      assertThat(ran.told()).containsExactly("lead_2 LINK_CONFLICT ERROR");
      assertThat(ran.figures()).isEqualTo("1 0 0 1");
    }
  }

  @Test
  void rule_3_3_a_former_key_resolves_until_another_entity_takes_it() {
    World world = World.of(leads, sheet);
    Running.REAL.records(world, leads, records("lead_1 Acme 5"));
    Running.REAL.records(world, leads, records("lead_1 Apex 5"));
    UUID first = world.entities.keySet().iterator().next();
    assertThat(Running.REAL.sheet(world, sheet, "Brand|Notes\nAcme|by alias").figures())
        .isEqualTo("0 1 0 0");
    Running.REAL.records(world, leads, records("lead_1 Apex 5", "lead_2 Acme 6"));
    Ran ran = Running.REAL.sheet(world, sheet, "Brand|Notes\nAcme|by key\nApex|here");
    assertThat(ran.figures()).isEqualTo("0 2 0 0");
    assertThat(world.entities.get(first).get("notes")).isEqualTo(new Value.Text("here"));
  }

  @Test
  void rule_3_3_a_key_that_another_entity_has_now_is_refused_and_nothing_of_the_row_is_kept() {
    World world = World.of(leads);
    Ran ran = Running.REAL.records(world, leads, records("lead_1 Acme 5", "lead_2 ACME 6"));
    assertThat(ran.told()).containsExactly("lead_2 DB_REJECTED ERROR");
    assertThat(world.entities).hasSize(1);
    assertThat(world.links(leads)).hasSize(1);
  }

  @Test
  void rule_3_2_two_keys_of_one_entity_are_one_key() {
    for (int size : List.of(1, 10)) {
      World world = World.of(leads, sheet);
      Running.REAL.records(world, leads, records("lead_1 Acme 5"));
      Running.REAL.records(world, leads, records("lead_1 Apex 5"));
      Ran ran = Running.REAL.by(size).sheet(world, sheet, "Brand|Notes\nApex|a\nAcme|b");
      assertThat(ran.told()).containsExactly("3 DUPLICATE_KEY ERROR");
      assertThat(only(world, "notes")).isEqualTo("a");
    }
  }

  @Test
  void rule_3_4_update_only_makes_nothing() {
    Feed updating = Mapped.sheet(1).mode(Mode.UPDATE_ONLY).key("Brand").feed();
    World world = World.of(updating);
    Ran ran = Running.REAL.sheet(world, updating, "Brand\nAcme");
    assertThat(ran.told()).containsExactly("2 NO_MATCH WARNING");
    assertThat(ran.figures()).isEqualTo("0 0 0 1");
    assertThat(world.entities).isEmpty();
  }

  @Test
  void rule_3_4_create_only_changes_nothing_that_is_there() {
    Feed creating =
        Mapped.sheet(1).mode(Mode.CREATE_ONLY).key("Brand").truth("Notes", "notes", "text").feed();
    World world = World.of(creating);
    Running.REAL.sheet(world, creating, "Brand|Notes\nAcme|a");
    Ran ran = Running.REAL.sheet(world, creating, "Brand|Notes\nAcme|b\nBeta|c");
    assertThat(ran.told()).containsExactly("2 ALREADY_EXISTS WARNING");
    assertThat(ran.figures()).isEqualTo("1 0 0 1");
  }

  @Test
  void rule_3_5_a_key_that_was_changed_is_a_new_entity_and_a_row_that_vanished() {
    Feed archiving =
        Mapped.sheet(1).archiving().key("Brand").truth("Notes", "notes", "text").feed();
    World world = World.of(archiving);
    Running.REAL.sheet(world, archiving, "Brand|Notes\nAcme|a");
    Ran ran = Running.REAL.sheet(world, archiving, "Brand|Notes\nApex|a");
    assertThat(ran.figures()).isEqualTo("1 0 0 0");
    assertThat(ran.counts().archived()).isEqualTo(1);
    assertThat(world.entities).hasSize(2);
  }

  @Test
  void rule_1_2_a_path_is_a_member_first_and_a_descent_next() {
    Feed paths =
        Mapped.records(1)
            .truth("name", "brand_name", "text")
            .truth("custom.cf_1", "tier", "text")
            .truth("emails[0].email", "email", "email")
            .truth("plan.name", "notes", "text")
            .truth("contacts[1].custom.cf_2", "status", "text")
            .feed();
    World world = World.of(paths);
    String json =
        """
        {"id":"1","name":"Acme","custom.cf_1":"gold","custom":{"cf_1":"nested"},
         "emails":[{"email":"a@x.co"},{"email":"b@x.co"}],"plan":{"name":"pro"},
         "contacts":[{},{"custom.cf_2":"open"}]}
        """;
    Running.REAL.records(
        world, paths, List.of(new ApiRecord("1", Objects.requireNonNull(Jsons.parsed(json)))));
    assertThat(only(world, "tier")).isEqualTo("gold");
    assertThat(only(world, "email")).isEqualTo("a@x.co");
    assertThat(only(world, "notes")).isEqualTo("pro");
    assertThat(only(world, "status")).isEqualTo("open");
    Running.REAL.records(
        world,
        paths,
        List.of(
            new ApiRecord(
                "1", Objects.requireNonNull(Jsons.parsed("{\"id\":\"1\",\"emails\":[]}")))));
    assertThat(world.claims).as("a member that is not there is an empty cell").isEmpty();
  }

  private static List<ApiRecord> records(String... records) {
    return Stream.of(records)
        .map(it -> it.split(" "))
        .map(
            it ->
                new ApiRecord(
                    it[0],
                    Objects.requireNonNull(
                        Jsons.parsed(
                            "{\"id\":\"%s\",\"name\":\"%s\",\"mrr\":%s}"
                                .formatted(it[0], it[1], it[2])))))
        .toList();
  }

  private static String only(World world, String field) {
    Value value = world.entities.values().iterator().next().get(field);
    return value == null ? null : value.text();
  }
}
