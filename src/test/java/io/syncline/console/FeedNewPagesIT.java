package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Browser;
import io.syncline.support.Needs;
import io.syncline.support.OpenConsole;
import io.syncline.support.SandboxService;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** Feeds of Close and of JSON APIs that are added, in a real browser. */
@Needs({"chromium", "chromedriver"})
class FeedNewPagesIT {
  private final SandboxService service = OpenConsole.get().service();
  private final Browser browser = OpenConsole.get().browser();

  @Test
  void records_of_close_are_mapped_by_keys_alone() {
    browser.open("/feeds/new?type=close");
    browser.shows(By.tagName("h1"), "Map records of Close");
    browser.judge("feed-new-close");
    browser.press("source", Keys.chord("Cl"));
    browser.press("tab_name", Keys.chord("op"));
    browser.press("tab_name", Keys.HOME);
    browser.press("key_column", "name");
    browser.press("more", Keys.ENTER);
    browser.press("locale", "nowhere at all");
    browser.press("create", Keys.ENTER);
    browser.shows(By.cssSelector("[role=alert]"), "It was not added: locale");
    browser.shows(By.cssSelector("#locale[aria-invalid=true]"));
    browser.press("locale", Keys.chord(Keys.CONTROL, "a"), Keys.BACK_SPACE);
    browser.press("create", Keys.ENTER);
    browser.shows(By.id("said-1"), " → ");
    assertThat(made("lead", "Close")).isEqualTo("external_id brand_name: id>, name>brand_name");
  }

  @Test
  void a_list_of_a_json_api_is_mapped_by_a_form_that_names_what_is_wrong() {
    String name = "Depot " + UUID.randomUUID();
    browser.open("/feeds/new?type=rest");
    browser.judge("feed-new-rest");
    browser.fill(By.id("name"), name);
    browser.fill(By.id("config.base_url"), "https://elsewhere.example/v2");
    choose("config.authorization.kind", "header");
    browser.fill(By.id("config.authorization.name"), "X-Api-Key");
    browser.fill(By.id("secret"), "sandbox-key");
    browser.fill(By.id("tab_name"), "items");
    browser.fill(By.id("list.query"), "limit = 100");
    browser.fill(By.id("list.records"), "data.items");
    browser.fill(By.id("list.id"), "id");
    choose("list.pages.by", "cursor");
    browser.fill(By.id("list.pages.at"), "paging.next_cursor");
    choose("primary_entity", "asins");
    browser.fill(By.id("key_column"), "asin");
    browser.click(By.id("create"));
    browser.shows(By.cssSelector("[role=alert]"), "its host is not one of those that are listed");
    for (String field : List.of("config\\.base_url", "list\\.path", "list\\.pages\\.parameter")) {
      browser.shows(By.cssSelector("#" + field + "[aria-invalid=true]"));
    }
    browser.judge("feed-new-refused");
    assertThat(browser.driven().getPageSource()).doesNotContain("sandbox-key");
    browser.fill(By.id("config.base_url"), service.url() + "/sandbox/stock/v2");
    browser.fill(By.id("secret"), "sandbox-key");
    browser.fill(By.id("list.path"), "/items");
    browser.fill(By.id("list.pages.parameter"), "cursor");
    browser.click(By.id("create"));
    browser.shows(By.id("said-1"), " → ");
    browser.shows(By.cssSelector("main"), "price.amount");
    assertThat(made("items", name)).isEqualTo("external_id asin: id>, asin>asin");
    browser.open("/feeds/new?type=rest");
    choose("source", text("SELECT id::text FROM data_sources WHERE name = '" + name + "'"));
    browser.fill(By.id("tab_name"), "items");
    browser.fill(By.id("list.path"), "/others");
    browser.fill(By.id("list.id"), "id");
    browser.click(By.id("create"));
    browser.shows(By.cssSelector("#tab_name[aria-invalid=true]"));
    browser.fill(By.id("tab_name"), "others");
    choose("key_kind", "field");
    browser.fill(By.id("key_column"), "brand");
    browser.click(By.id("create"));
    browser.shows(By.cssSelector(".notice.bad"), "cannot be read");
    assertThat(made("others", name)).isEqualTo("field: brand>brand_name");
    assertThat(
            text(
                "SELECT connector_config -> 'lists' -> 'others' ->> 'path' FROM data_sources WHERE name = '"
                    + name
                    + "'"))
        .isEqualTo("/others");
  }

  private void choose(String id, String value) {
    browser.click(By.cssSelector("[id='" + id + "'] option[value='" + value + "']"));
  }

  /** How the newest feed of a source finds its records, and its columns. */
  private String made(String tab, String source) {
    return text(
        """
        SELECT concat_ws(' ', t.key_kind, t.match_on) || ': '
               || (SELECT string_agg(c.source_column || '>' || coalesce(c.target_field, ''), ', ' ORDER BY c.position)
                   FROM column_mappings c WHERE c.tab_mapping_id = t.id)
        FROM tab_mappings t JOIN data_sources s ON s.id = t.data_source_id
        WHERE t.tab_name = '%s' AND s.name = '%s' ORDER BY t.created_at DESC LIMIT 1
        """
            .formatted(tab, source));
  }

  private String text(String sql) {
    return service.staging().sql(sql).query(String.class).single();
  }
}
