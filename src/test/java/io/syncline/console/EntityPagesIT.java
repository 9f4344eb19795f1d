package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Browser;
import io.syncline.support.Needs;
import io.syncline.support.OpenConsole;
import io.syncline.support.SandboxService;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** Where values come from, who differs, what is mapped, and why: in a real browser. */
@Needs({"chromium", "chromedriver"})
class EntityPagesIT {
  private static final String PRIORITIES =
      "SELECT coalesce(string_agg(source_priority::text, ' ' ORDER BY entity_type, field_name), '') FROM computed_fields";
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
    browser.open("/entities/partners/" + id + "?field=tier");
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
  void a_conflict_is_resolved_once_it_is_said_how_many_entities_change() {
    browser.open("/conflicts");
    browser.judge("conflicts");
    browser.click(By.cssSelector("button.other"));
    browser.shows(By.id("changed"));
    String priorities = text(PRIORITIES);
    browser.click(By.id("apply"));
    browser.shows(SAID, "It is said");
    assertThat(text(PRIORITIES)).isNotEqualTo(priorities);
  }

  @Test
  void a_mapping_is_tried_as_one_types_and_proposed_from_the_header() {
    browser.open("/feeds");
    browser.judge("feeds");
    String tab = text("SELECT min(id::text) FROM tab_mappings WHERE tab_name = 'Partners'");
    browser.open("/feeds/" + tab);
    browser.shows(By.cssSelector("#trial tbody tr"));
    browser.judge("feed");
    browser.fill(By.id("columns"), "[");
    browser.shows(By.cssSelector("#trial .notice"), "This is not JSON yet");
    browser.click(By.id("propose"));
    browser.shows(By.xpath("//h2[.='The header as it is now']"));
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
