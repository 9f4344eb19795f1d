package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.api.Http;
import io.syncline.support.Browser;
import io.syncline.support.Canaries;
import io.syncline.support.Needs;
import io.syncline.support.OpenConsole;
import io.syncline.support.SandboxService;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Feeds of Close and of JSON APIs that are added, and their sources, in a real browser. */
@Needs({"chromium", "chromedriver"})
@ExtendWith(OutputCaptureExtension.class)
class FeedNewPagesIT {
  private static final String SECRET = "canary-Kq9-of-a-source";
  private static final String STOCK = "00000000-0000-4000-8000-000000000005";
  private static final String FEED = "/feeds/00000000-0000-4000-8000-000000000051";
  private static final By SAID = By.cssSelector("[role=status]");
  private static final By REFUSED = By.cssSelector("[role=alert]");

  private final SandboxService service = OpenConsole.get().service();
  private final Browser browser = OpenConsole.get().browser();
  private final String[] admin = service.token("admin");

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

  @Test
  void a_source_is_changed_on_its_page_and_no_secret_of_it_is_shown_again(CapturedOutput output) {
    String name = "Depot " + UUID.randomUUID();
    String id = source(name);
    String page = "/sources/" + id;
    browser.open("/feeds");
    browser.click(By.linkText(name));
    browser.shows(By.tagName("h1"), name);
    browser.judge("source");
    browser.fill(By.id("name"), name + " two");
    browser.fill(By.id("secret"), SECRET);
    browser.fill(By.id("settings"), "{");
    browser.click(By.id("save"));
    browser.shows(REFUSED, "The settings are not JSON");
    String seen = browser.driven().getPageSource();
    browser.fill(By.id("settings"), config("https://elsewhere.example"));
    browser.fill(By.id("secret"), SECRET);
    browser.press("save", Keys.ENTER);
    browser.shows(REFUSED, "its host is not one of those that are listed");
    browser.shows(By.id("settings"), "elsewhere.example");
    seen += browser.driven().getPageSource();
    browser.fill(By.id("settings"), config(service.url()));
    browser.fill(By.id("secret"), SECRET);
    browser.click(By.id("save"));
    browser.shows(SAID, "Changed");
    browser.shows(By.tagName("h1"), name + " two");
    browser.shows(By.cssSelector("dl.facts"), "stored, never shown");
    browser.click(By.id("make-secret"));
    String made = browser.textOf(By.id("webhook-secret"));
    assertThat(made).startsWith("whsec_");
    browser.judge("source-secret");
    browser.open(page);
    browser.shows(By.id("make-secret"), "Make another secret");
    assertThat(output.toString()).contains("webhook secret made source=" + id);
    seen += browser.driven().getPageSource() + output + Canaries.dump(service.staging());
    assertThat(new Canaries(List.of(SECRET, made)).in(seen)).isEmpty();

    browser.fill(By.id("cron"), "61 7 * * *");
    browser.press("set-schedule", Keys.ENTER);
    browser.shows(REFUSED);
    assertThat(browser.attributeOf(By.id("cron"), "value")).isEqualTo("61 7 * * *");
    browser.fill(By.id("cron"), "0 7 * * *");
    browser.fill(By.id("time_zone"), "Europe/Berlin");
    browser.click(By.id("set-schedule"));
    browser.shows(By.id("schedule"), "0 7 * * * Europe/Berlin");
    assertThat(
            text(
                "SELECT cron || ' ' || time_zone FROM sync_schedules WHERE scope = 'entities.source.%s'"
                    .formatted(id)))
        .isEqualTo("0 7 * * * Europe/Berlin");
    browser.click(By.id("remove-schedule"));
    browser.shows(By.id("no-schedule"));
    browser.click(By.id("confirmed"));
    browser.click(By.id("remove"));
    browser.shows(SAID, "The source is deleted");
    assertThat(text("SELECT count(*)::text FROM data_sources WHERE id = '" + id + "'"))
        .isEqualTo("0");
  }

  @Test
  void a_source_with_feeds_is_read_as_a_whole_and_is_not_deleted() {
    service.atRest();
    browser.open("/sources/" + STOCK);
    browser.click(By.id("confirmed"));
    browser.press("remove", Keys.ENTER);
    browser.shows(REFUSED, "Delete its tabs first");
    browser.click(By.id("dry-run"));
    browser.shows(SAID, "as a dry run: nothing is written");
    String[] run = browser.driven().getCurrentUrl().split("/runs/");
    assertThat(
            text("SELECT scope || dry_run || trigger FROM sync_runs WHERE id = '" + run[1] + "'"))
        .isEqualTo("entities.source." + STOCK + "truemanual");
    service.atRest();
  }

  @Test
  void a_viewer_sees_sources_and_presses_nothing() {
    Http vera = new Http(URI.create(service.url()).getPort());
    vera.signIn("vera", Http.USERS_PASSWORD);
    for (String page : List.of("/sources/" + STOCK, FEED, "/configuration")) {
      String body = vera.get(page).body();
      assertThat(body).as(page).containsPattern("[>;]Stock[<&]");
      assertThat(body.split("<form", -1)).as(page + " but for the one to sign out").hasSize(2);
    }
  }

  @Test
  void the_whole_configuration_is_changed_as_it_was_seen_and_not_otherwise() {
    String name = "Depot " + UUID.randomUUID();
    String id = source(name);
    browser.open("/configuration");
    browser.judge("configuration");
    String file = typed();
    assertThat(file).contains(name);
    type(file.replace(name, name + " two") + "\nnonsense: [");
    browser.click(By.id("preview"));
    browser.shows(REFUSED, "is not YAML");
    assertThat(typed()).as("what was typed").contains(name + " two", "nonsense: [");
    type(file.replace(name, name + " two"));
    browser.press("preview", Keys.ENTER);
    browser.shows(By.id("difference"), name + " " + name + " two");
    browser.judge("configuration-preview");
    assertThat(named(id)).isEqualTo(name);
    type(file.replace(name, name + " three"));
    browser.click(By.id("apply"));
    browser.shows(REFUSED, "the changes are others than those you saw");
    browser.shows(By.id("difference"), name + " three");
    assertThat(named(id)).isEqualTo(name);
    browser.click(By.id("apply"));
    browser.shows(SAID, "1 change was made");
    assertThat(named(id)).isEqualTo(name + " three");
    type(typed());
    browser.click(By.id("preview"));
    browser.shows(By.id("difference"), "Nothing: it is so already");
    service.delete("/api/entities/sources/" + id, admin);
  }

  @Test
  void a_feed_is_deleted_once_it_is_said_what_goes() {
    String brand = "Gone " + UUID.randomUUID();
    String source = sheet(brand);
    String first = feed(source, "First");
    String second = feed(source, "Second");
    service.post("/api/sync/tab/" + first, "{}", admin);
    service.post("/api/sync/tab/" + second, "{}", admin);
    service.atRest();
    String tier = "SELECT tier FROM partners WHERE brand_name = '" + brand + "'";
    browser.open("/feeds/" + first);
    browser.press("remove", Keys.ENTER);
    browser.shows(By.id("removal"), "takes back what it said: 1 values");
    browser.shows(By.linkText("Which ones"));
    browser.judge("feed-removal");
    assertThat(text(tier)).as("whoever was first stays").isEqualTo("gold");
    browser.click(By.id("apply"));
    browser.shows(SAID, "The feed is deleted; values that changed by that: 1");
    assertThat(text(tier)).isEqualTo("silver");
    assertThat(service.get("/api/entities/tabs/" + first, admin).status()).isEqualTo(404);
  }

  /** A spreadsheet whose two tabs differ in the tier of a brand. */
  private String sheet(String brand) {
    String sheet = "1FeedNewPagesIT" + UUID.randomUUID();
    service.put(
        "/sandbox/admin/spreadsheets/" + sheet,
        """
        {"title": "Gone", "locale": "en_US", "time_zone": "UTC", "tabs": [
          {"sheet_id": 0, "title": "First", "rows": [["Brand", "Tier"], ["%1$s", "gold"]]},
          {"sheet_id": 1, "title": "Second", "rows": [["Brand", "Tier"], ["%1$s", "silver"]]}]}
        """
            .formatted(brand),
        admin);
    return added(
        "sources",
        """
        {"name": "%s", "type": "google_sheet", "connector_config": {"spreadsheet_id": "%s"}}
        """
            .formatted(brand, sheet));
  }

  private String feed(String source, String tab) {
    return added(
        "tabs",
        """
        {"data_source_id": "%s", "tab_name": "%s", "primary_entity": "partners", "columns": [
          {"source_column": "Brand", "target_field": "brand_name", "is_key": true},
          {"source_column": "Tier", "target_field": "tier"}]}
        """
            .formatted(source, tab));
  }

  private String added(String what, String json) {
    return service.post("/api/entities/" + what, json, admin).body().path("id").asText();
  }

  private String typed() {
    return browser.shows(By.id("yaml")).getDomProperty("value");
  }

  /** A long file, key by key, would take a minute. */
  private void type(String file) {
    browser.driven().executeScript("document.getElementById('yaml').value = arguments[0]", file);
  }

  private String named(String id) {
    return text("SELECT name FROM data_sources WHERE id = '" + id + "'");
  }

  private String source(String name) {
    return added(
        "sources",
        "{\"name\": \"%s\", \"type\": \"rest\", \"connector_config\": %s}"
            .formatted(name, config(service.url())));
  }

  private static String config(String host) {
    return """
        {"base_url": "%s/sandbox/stock/v2", "authorization": {"kind": "header", "name": "X-Api-Key"}, "lists": {"items": {"path": "/items", "records": "data.items", "id": "id"}}}
        """
        .formatted(host)
        .strip();
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
