package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Browser;
import io.syncline.support.Needs;
import io.syncline.support.OpenConsole;
import io.syncline.support.SandboxService;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** Where values come from, who differs, what is mapped, and why: in a real browser. */
@Needs({"chromium", "chromedriver"})
class EntityPagesIT {
  private static final String PRIORITIES =
      "SELECT coalesce(string_agg(source_priority::text, ' ' ORDER BY entity_type, field_name), '') FROM computed_fields";
  private static final String FAIR =
      """
      {"title": "Trade fair", "locale": "en_US", "time_zone": "America/New_York", "tabs": [{"sheet_id": 0, "title": "Exhibitors", "rows": [
        ["Brand", "E-mail", "MRR", "Hall"],
        ["Paper Kite", "Ann@Kite.example", "$1,200.50", 4],
        ["Tin Whistle", "bob at whistle", "€80", 2]]}]}
      """;

  private static final By SAID = By.cssSelector("[role=status]");

  private final SandboxService service = OpenConsole.get().service();
  private final Browser browser = OpenConsole.get().browser();

  /** The sandbox reads its feeds once, at its first start. */
  @BeforeEach
  void the_feeds_were_read() {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> count("field_conflicts") > 0 && count("field_lineage") > 100);
    service.atRest();
  }

  @Test
  void a_cell_s_lineage_is_followed_and_a_change_by_hand_is_undone() {
    String id =
        text(
            "SELECT min(p.id::text) FROM partners p JOIN field_lineage l ON l.entity_id = p.id AND l.field_name = 'tier' WHERE p.tier IS NOT NULL");
    String before = tier(id);
    browser.open("/entities/partners/" + id);
    browser.shows(By.cssSelector("[data-field=tier] .value"), before);
    browser.judge("entity");
    browser.click(By.cssSelector("[data-field=tier] .change"));
    browser.fill(By.id("value"), "<script>alert(1)</script>");
    browser.click(By.id("save"));
    browser.shows(SAID, "tier was changed");
    browser.shows(By.cssSelector("[data-field=tier] .value"), "<script>alert(1)</script>");
    browser.judge("entity-field");
    browser.click(By.cssSelector("[data-field=tier] button.undo"));
    browser.shows(SAID, "Taken back: 1 fields of 1 entities");
    assertThat(tier(id)).isEqualTo(before);
    browser.click(By.cssSelector("button.preview-run"));
    browser.shows(SAID, "An undo would take back");
    browser.shows(By.id("undo-run"));
  }

  @Test
  void an_entity_is_found_by_its_key_and_by_what_stands_within_a_field() {
    String id =
        text(
            "SELECT min(entity_id::text) FROM field_conflicts WHERE resolved_at IS NULL AND entity_type = 'partners'");
    String sought = text("SELECT brand_name FROM partners WHERE id = '" + id + "'");
    By link = By.cssSelector("a[href='/entities/partners/" + id + "']");
    browser.open("/entities");
    browser.shows(By.cssSelector("tbody tr:nth-child(50)"));
    String first = browser.textOf(By.cssSelector("tbody td"));
    browser.judge("entities");
    browser.click(By.id("next"));
    assertThat(browser.textOf(By.cssSelector("tbody td"))).isNotEqualTo(first);
    browser.fill(By.id("q"), sought.toUpperCase(Locale.ROOT));
    browser.click(By.id("find"));
    browser.shows(By.cssSelector("tbody tr"), "conflict");
    browser.shows(link, sought);
    browser.click(link);
    browser.shows(By.cssSelector("[data-field=brand_name] .value"));
    browser.open("/entities/partners?q=" + sought.substring(2, 6) + "&field=brand_name");
    browser.shows(link);
    browser.open("/entities/partners?q=nobody+is+called+so");
    browser.shows(By.cssSelector(".empty"), "look within a field");
  }

  @Test
  void a_conflict_is_resolved_once_it_is_said_how_many_entities_change() {
    browser.open("/conflicts");
    browser.judge("conflicts");
    String loser = browser.textOf(By.cssSelector("tbody td[data-label=Loses] .line"));
    browser.click(By.cssSelector("button.other"));
    browser.shows(By.cssSelector("section.notice strong"), loser);
    browser.shows(By.id("changed"));
    String priorities = text(PRIORITIES);
    browser.click(By.id("apply"));
    browser.shows(SAID, "It is said");
    assertThat(text(PRIORITIES)).isNotEqualTo(priorities);
  }

  @Test
  void a_new_tab_is_mapped_by_a_form_that_is_tried_as_one_types() {
    String tab = newTab();
    browser.open("/feeds");
    browser.judge("feeds");
    browser.open("/feeds/" + tab);
    browser.judge("feed");
    browser.click(By.id("edit"));
    browser.shows(By.id("row-1"), "proposed: email, read as email, 1 of 2 cells");
    browser.shows(By.id("said-0"), "Paper Kite → Paper Kite");
    String readAt = readAt();
    browser.click(By.id("propose"));
    browser.shows(By.id("said-1"), "Row 3: INVALID_EMAIL");
    assertThat(browser.attributeOf(By.id("c1.target"), "aria-invalid")).isEqualTo("true");
    browser.shows(By.id("said-2"), "$1,200.50 → 1200.5");
    browser.fill(By.id("c2.set.currency"), "EUR");
    browser.shows(By.id("said-2"), "Row 2: CURRENCY_MISMATCH");
    browser.fill(By.id("c2.set.currency"), "EURO");
    browser.shows(By.id("said-2"), "currency: no code of ISO 4217");
    browser.judge("mapping");
    browser.fill(By.id("c2.set.currency"), "USD");
    browser.shows(By.id("said-2"), "$1,200.50 → 1200.5");
    browser.click(By.id("as-json"));
    browser.shows(By.id("columns"), "\"currency\" : \"USD\"");
    browser.judge("mapping-json");
    browser.fill(By.id("columns"), "[");
    browser.shows(By.cssSelector("#trial .notice"), "This is not JSON yet");
    browser.fill(By.id("columns"), MAPPED);
    browser.shows(By.cssSelector("#trial tbody tr"));
    browser.click(By.id("as-form"));
    browser.shows(By.id("said-1"), "Row 3: CURRENCY_MISMATCH");
    assertThat(readAt()).as("what is typed is tried on what was read once").isEqualTo(readAt);
    browser.click(By.id("again"));
    browser.shows(By.id("said-1"), "$1,200.50 → 1200.5");
    assertThat(readAt()).isGreaterThan(readAt);
    browser.click(By.id("save"));
    browser.shows(SAID, "The mapping is stored");
    assertThat(
            text(
                "SELECT string_agg(source_column || '>' || target_field || ' ' || transform_config || required, ', ' ORDER BY position) FROM column_mappings WHERE tab_mapping_id = '%s'"
                    .formatted(tab)))
        .isEqualTo(
            "Brand>brand_name {}false, MRR>mrr {\"currency\": \"USD\"}true, Hall>tier {}false");
  }

  @Test
  void a_mapping_is_made_by_keys_alone_and_what_is_refused_stays_in_the_form() {
    String tab = newTab();
    browser.open("/feeds/" + tab + "/edit");
    browser.shows(By.id("said-0"), "Paper Kite");
    browser.press("c3.target", Keys.chord("t", "i"));
    browser.shows(By.id("c3.transform"));
    assertThat(browser.driven().switchTo().activeElement().getDomAttribute("id"))
        .as("where one was before the row was drawn anew")
        .isEqualTo("c3.target");
    browser.press("c2.target", Keys.chord("t", "i"));
    browser.shows(By.id("said-3"), "a second column with the target 'tier'");
    browser.press("save", Keys.ENTER);
    browser.shows(By.cssSelector("[role=alert]"), "It was not stored");
    browser.shows(By.id("said-3"), "a second column with the target 'tier'");
    browser.press("c2.target", Keys.HOME);
    browser.shows(By.id("said-3"), "4 → 4");
    browser.press("save", Keys.ENTER);
    browser.shows(SAID, "The mapping is stored");
  }

  @Test
  void a_field_that_is_not_there_yet_is_told_with_what_adds_it() {
    String tab = newTab();
    browser.open("/feeds/" + tab + "/edit");
    browser.shows(By.id("no-field"), "no column of partners");
    browser.click(By.id("as-json"));
    browser.fill(By.id("columns"), MAPPED.replace("\"tier\"", "\"fair_booth\""));
    browser.shows(By.cssSelector("#trial .notice"), "partners has no field 'fair_booth'");
    browser.shows(By.id("absent"), "in staging and in production");
    browser.judge("mapping-absent");
    String adding = browser.textOf(By.cssSelector("#absent pre"));
    assertThat(adding).isEqualTo("ALTER TABLE partners ADD COLUMN IF NOT EXISTS fair_booth text;");
    browser.click(By.id("save"));
    browser.shows(By.cssSelector("[role=alert]"), "partners has no field 'fair_booth'");
    service.staging().sql(adding).update();
    service.production().sql(adding).update();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              browser.open("/feeds/" + tab + "/edit");
              return !browser
                  .driven()
                  .findElements(By.cssSelector("[id='c0.target'] option[value=fair_booth]"))
                  .isEmpty();
            });
  }

  private static final String MAPPED =
      """
      [{"source_column": "Brand", "target_field": "brand_name", "is_key": true},
       {"source_column": "MRR", "target_field": "mrr", "transform": "currency", "transform_config": {"currency": "USD"}, "required": true},
       {"source_column": "Hall", "target_field": "tier"}]
      """
          .replace("\n", "");

  /** A tab of which only the key is mapped. */
  private String newTab() {
    String[] admin = service.token("admin");
    String sheet = "1EntityPagesIT" + UUID.randomUUID();
    service.put("/sandbox/admin/spreadsheets/" + sheet, FAIR, admin);
    browser.open("/feeds");
    browser.click(By.id("new"));
    browser.judge("feed-new");
    browser.fill(By.id("name"), "Trade fair " + sheet);
    browser.fill(By.id("tab_name"), "Exhibitors");
    browser.fill(By.id("key_column"), "Brand");
    browser.click(By.id("create"));
    browser.shows(By.cssSelector("[role=alert]"), "spreadsheet_id");
    browser.shows(By.cssSelector("#config\\.spreadsheet_id[aria-invalid=true]"));
    browser.fill(By.id("config.spreadsheet_id"), sheet);
    browser.click(By.id("create"));
    browser.shows(By.id("row-0"), "Brand");
    return text(
        "SELECT t.id::text FROM tab_mappings t JOIN data_sources s ON s.id = t.data_source_id WHERE s.name = 'Trade fair "
            + sheet
            + "'");
  }

  private String readAt() {
    return browser.attributeOf(By.id("read-at"), "datetime");
  }

  @Test
  void why_is_asked_on_a_page() {
    browser.open("/why?sku=SR0001-007");
    browser.shows(By.tagName("td"));
    assertThat(browser.text()).contains("pipeline stockx");
    browser.judge("why");
  }

  private String tier(String id) {
    return text("SELECT tier FROM partners WHERE id = '" + id + "'");
  }

  private long count(String table) {
    return service.staging().sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }

  private String text(String sql) {
    return service.staging().sql(sql).query(String.class).single();
  }
}
