package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Browser;
import io.syncline.support.Needs;
import io.syncline.support.OpenConsole;
import io.syncline.support.SandboxService;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The frame of all pages and the first of them, in a real browser. */
@Needs({"chromium", "chromedriver"})
class OverviewIT {
  private final SandboxService service = OpenConsole.get().service();
  private final Browser browser = OpenConsole.get().browser();

  @Test
  void the_overview_and_the_design_are_fit_to_be_seen() {
    browser.open("/");
    browser.shows(By.cssSelector("[data-word=junglescout] .state"));
    browser.judge("overview");
    browser.open("/design");
    browser.judge("design");
  }

  @Test
  void what_needs_somebody_stands_on_top_with_the_next_step() {
    UUID client = UUID.randomUUID();
    service
        .staging()
        .sql(
            "INSERT INTO client_api_credentials (client_id, platform_type, auth_mode, status, next_sync_at)"
                + " VALUES (?, 'shopify', 'static_token', 'error', now() + interval '1 day')")
        .param(client)
        .update();
    browser.open("/");
    browser.shows(By.cssSelector(".needs .bad"), "1 credential does not work");
    assertThat(browser.attributeOf(By.cssSelector(".needs .bad a"), "href"))
        .isEqualTo("/credentials?status=error");
    service
        .staging()
        .sql("DELETE FROM client_api_credentials WHERE client_id = ?")
        .param(client)
        .update();
    browser.open("/");
    assertThat(browser.text()).doesNotContain("credential does not work");
  }

  @Test
  void the_worst_pipeline_stands_first_and_runs_have_the_names_that_people_gave() {
    UUID run = UUID.randomUUID();
    service
        .staging()
        .sql(
            "INSERT INTO sync_runs (id, pipeline, scope, trigger, status, outcome, started_at, completed_at)"
                + " VALUES (?, 'stockx', 'stockx', 'schedule', 'failed', 'failed', now(), now())")
        .param(run)
        .update();
    browser.open("/");
    assertThat(browser.attributeOf(By.cssSelector("[data-word]"), "data-word")).isEqualTo("stockx");
    service.staging().sql("DELETE FROM sync_runs WHERE id = ?").param(run).update();
    String feed = oneFeed();
    browser.open("/runs?source=" + feed); // of all runs its own may be far down
    assertThat(browser.textOf(By.cssSelector("[title='entities.feed." + feed + "']")))
        .contains(name(feed))
        .doesNotContain("…");
  }

  private String oneFeed() {
    return service
        .staging()
        .sql(
            "SELECT tab_mapping_id::text FROM sync_runs WHERE tab_mapping_id IS NOT NULL"
                + " ORDER BY started_at DESC, id DESC LIMIT 1")
        .query(String.class)
        .single();
  }

  private String name(String tab) {
    return service
        .staging()
        .sql(
            "SELECT t.tab_name || ' of ' || s.name FROM tab_mappings t JOIN data_sources s ON s.id = t.data_source_id"
                + " WHERE t.id = ?::uuid")
        .param(tab)
        .query(String.class)
        .single();
  }

  @Test
  @DisplayName("SE-48: the button starts a run, and the page shows without reload that it is over")
  void a_run_is_started_and_seen_to_end() {
    browser.open("/");
    browser.driven().executeScript("window.sameDocument = 1");
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> runs("stockx") == ended("stockx"));
    long before = ended("stockx");
    browser.click(By.id("run-stockx"));
    browser.shows(By.cssSelector("[role=status]"), "stockx was started");
    browser.driven().executeScript("window.sameDocument = 1");
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> ended("stockx") == before + 1);
    browser.shows(By.cssSelector("[data-word=stockx] .state"), "ok");
    assertThat(browser.driven().executeScript("return window.sameDocument")).isEqualTo(1L);
    assertThat(runs("stockx")).isEqualTo(before + 1);
  }

  @Test
  void a_run_that_nobody_here_started_shows_too() {
    browser.open("/");
    browser.shows(By.cssSelector("[data-word=elitefactor] .state"));
    browser.driven().executeScript("window.sameDocument = 1");
    service.post("/api/pipelines/elitefactor/runs?wait=false", "{}", service.token("admin"));
    browser.shows(
        By.xpath("(//h2[.='Newest runs']/following::tbody)[1]/tr[1]//strong[.='elitefactor']"));
    assertThat(browser.driven().executeScript("return window.sameDocument")).isEqualTo(1L);
  }

  @Test
  void a_run_is_started_with_what_it_may_be_asked() {
    browser.open("/");
    browser.click(By.id("new-stockx"));
    browser.shows(By.tagName("h1"), "A run of StockX prices by region");
    assertThat(browser.driven().getTitle()).contains("A run of StockX prices by region");
    assertThat(browser.text()).doesNotContain("A run of A run of");
    browser.judge("run-new");
    browser.press("size_region", "EUROPE");
    browser.press("dry_run", Keys.SPACE);
    browser.press("start", Keys.ENTER);
    browser.shows(By.cssSelector("[role=alert]"), "must be a region of sizes, such as EU");
    assertThat(browser.driven().findElement(By.id("dry_run")).isSelected()).isTrue();
    browser.press("size_region", Keys.chord(Keys.CONTROL, "a"), "eu");
    browser.press("start", Keys.ENTER);
    browser.shows(By.cssSelector("h1"), "stockx");
    assertThat(asked("stockx")).isEqualTo("{\"size_region\": \"EU\"} true");
  }

  @Test
  void a_list_is_a_line_each_and_only_one_of_what_excludes_itself_is_taken() {
    browser.open("/pipelines/elitefactor/new");
    browser.fill(By.id("artisan_codes"), "A\n\nB ");
    browser.click(By.id("all"));
    browser.click(By.id("start"));
    browser.shows(
        By.cssSelector("[role=alert]"), "send exactly one of artisan_codes, all, backfill");
    browser.click(By.id("all"));
    browser.click(By.id("dry_run"));
    browser.click(By.id("start"));
    browser.shows(By.cssSelector("h1"), "elitefactor");
    assertThat(asked("elitefactor")).isEqualTo("{\"artisan_codes\": [\"A\", \"B\"]} true");
  }

  /** Of the run that began last. */
  private String asked(String pipeline) {
    return service
        .staging()
        .sql(
            "SELECT parameters::text || ' ' || dry_run FROM sync_runs WHERE pipeline = ? ORDER BY started_at DESC LIMIT 1")
        .param(pipeline)
        .query(String.class)
        .single();
  }

  private long runs(String pipeline) {
    return count(pipeline, "true");
  }

  private long ended(String pipeline) {
    return count(pipeline, "status <> 'running'");
  }

  private long count(String pipeline, String condition) {
    return service
        .staging()
        .sql("SELECT count(*) FROM sync_runs WHERE pipeline = ? AND " + condition)
        .param(pipeline)
        .query(Long.class)
        .single();
  }
}
