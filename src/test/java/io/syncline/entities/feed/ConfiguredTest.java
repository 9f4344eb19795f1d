package io.syncline.entities.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.record.StoredJson;
import io.syncline.core.stream.TableColumn;
import io.syncline.entities.engine.mapping.Authority;
import io.syncline.entities.engine.mapping.KeyKind;
import io.syncline.entities.engine.mapping.Mode;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rows of the configuration as the engine takes them. */
class ConfiguredTest {
  private static final UUID SOURCE = UUID.fromString("00000000-0000-0000-0000-00000000000a");
  private static final UUID ONE = UUID.fromString("00000000-0000-0000-0000-000000000001");
  private static final UUID TWO = UUID.fromString("00000000-0000-0000-0000-000000000002");

  @Test
  void rows_that_say_little_mean_what_is_usual() {
    StoredFeed feed =
        configured(
                tab(ONE, "'sheet_id': 7"),
                column(ONE, "'Brand', 'target_field': 'brand_name', 'is_key': true"))
            .find(ONE)
            .orElseThrow();
    assertThat(feed.faults()).isEmpty();
    assertThat(feed.isActive()).isTrue();
    assertThat(feed.sheetId()).hasValue(7);
    assertThat(feed.feed().rules().mode()).isEqualTo(Mode.UPSERT);
    assertThat(feed.feed().headerRow()).isEqualTo(1);
    assertThat(feed.feed().columns().get(0).authority()).isEqualTo(Authority.SOURCE_OF_TRUTH);
    assertThat(feed.feed().columns().get(0).transform().name()).isEqualTo("text");
    assertThat(feed.in("de_DE", "Europe/Berlin").locale()).isEqualTo("de_DE");
    assertThat(feed.feed().reference(feed.feed().columns().get(0)))
        .isEqualTo("Master Sheet → Partners → Brand");
  }

  @Test
  void what_a_feed_says_itself_wins_over_its_spreadsheet() {
    StoredFeed feed =
        configured(tab(ONE, "'locale': 'en_GB', 'timezone': 'Asia/Tokyo'")).find(ONE).orElseThrow();
    assertThat(feed.in("de_DE", "Europe/Berlin").locale()).isEqualTo("en_GB");
    assertThat(feed.in("de_DE", "Europe/Berlin").timezone()).isEqualTo("Asia/Tokyo");
  }

  @Test
  void words_that_are_none_are_all_told() {
    StoredFeed feed =
        configured(
                tab(ONE, "'mode': 'sideways', 'key_kind': 'dna'"),
                column(
                    ONE,
                    "'Brand', 'target_field': 'brand_name', 'is_key': true, 'authority': 'rumour', 'on_empty': 'x'"))
            .find(ONE)
            .orElseThrow();
    assertThat(feed.faults())
        .containsExactlyInAnyOrder(
            "mode: 'sideways' is unknown",
            "key_kind: 'dna' is unknown",
            "column 'Brand': authority: 'rumour' is unknown",
            "column 'Brand': on_empty: 'x' is unknown");
    assertThat(feed.feed().rules().keyKind()).isEqualTo(KeyKind.FIELD);
  }

  @Test
  void a_kind_that_is_none_is_a_fault_and_no_table() {
    String invoices = tab(ONE, "'x': 1").replace("'partners'", "'invoices'");
    assertThat(configured(invoices).find(ONE).orElseThrow().faults())
        .containsExactly("primary_entity: 'invoices' is none of [partners, staff, asins]");
  }

  @Test
  void the_key_of_a_kind_is_what_its_feeds_say_and_the_usual_one_where_they_differ() {
    String byMail = column(ONE, "'E-Mail', 'target_field': 'email', 'is_key': true");
    String byName = column(TWO, "'Brand', 'target_field': 'brand_name', 'is_key': true");
    assertThat(configured(tab(ONE, "'x': 1"), byMail).plan("partners").type().keyField())
        .isEqualTo("email");
    Configured both = configured(tab(ONE, "'x': 1"), tab(TWO, "'x': 1"), byMail, byName);
    assertThat(both.plan("partners").type().keyField()).isEqualTo("brand_name");
    assertThat(both.find(ONE).orElseThrow().faults().toString()).contains("brand_name");
    assertThat(both.find(TWO).orElseThrow().faults()).isEmpty();
  }

  @Test
  void a_deleted_feed_is_none_and_a_paused_one_has_its_say() {
    Configured some = configured(tab(ONE, "'status': 'deleted'"), tab(TWO, "'status': 'paused'"));
    assertThat(some.find(ONE)).isEmpty();
    assertThat(some.ofSource(SOURCE)).extracting(it -> it.feed().id()).containsExactly(TWO);
    assertThat(some.plan("partners").feeds()).hasSize(1);
    assertThat(some.find(TWO).orElseThrow().isActive()).isFalse();
  }

  @Test
  void an_entitys_own_columns_are_nobodys_target() {
    assertThat(configured().plan("partners").type().fields())
        .extracting(field -> field.name())
        .containsExactly("brand_name", "email", "mrr", "archived");
  }

  /** Tabs have a tab_name, columns do not. */
  private static Configured configured(String... rows) {
    List<JsonNode> read =
        Stream.of(rows).map(row -> StoredJson.read(row.replace('\'', '"'))).toList();
    return new Configured(
        FeedRows.configuration(
            StoredJson.read(
                "[{\"id\": \"%s\", \"name\": \"Master Sheet\", \"type\": \"google_sheet\"}]"
                    .formatted(SOURCE)),
            list(read, true),
            list(read, false),
            StoredJson.read("[]"),
            StoredJson.read("[]")),
        type ->
            Stream.of("id", "brand_name", "email", "mrr", "archived", "created_at", "updated_at")
                .map(name -> new TableColumn(name, "text", "text", "S", false, false, false, true))
                .toList(),
        (source, tabs) -> List.of());
  }

  private static JsonNode list(List<JsonNode> rows, boolean tabs) {
    return StoredJson.read(
        rows.stream().filter(it -> it.has("tab_name") == tabs).toList().toString());
  }

  private static String tab(UUID id, String more) {
    return "{'id': '%s', 'data_source_id': '%s', 'tab_name': 'Partners', 'primary_entity': 'partners', %s}"
        .formatted(id, SOURCE, more);
  }

  private static String column(UUID tab, String more) {
    return "{'tab_mapping_id': '%s', 'source_column': %s}".formatted(tab, more);
  }
}
