package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Browser;
import io.syncline.support.Needs;
import io.syncline.support.OpenConsole;
import io.syncline.support.SandboxService;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** Dead letters and divergence, in a real browser. */
@Needs({"chromium", "chromedriver"})
class LetterPagesIT {
  /** How many rows of the prices production lacks; other tests may have left some in staging. */
  private static final By LACKING =
      By.cssSelector("tr[data-table=master_market_data] td:nth-child(4)");

  private static final String SCRIPT = "<script>document.title = 'pwned'</script>";

  private final SandboxService service = OpenConsole.get().service();
  private final Browser browser = OpenConsole.get().browser();

  @Test
  void a_letter_is_corrected_after_a_look_and_replayed() {
    service.atRest();
    UUID id = letter(artisan());
    browser.open("/letters");
    browser.shows(By.tagName("tbody"), SCRIPT);
    browser.judge("letters");
    browser.click(By.cssSelector("a[href='/letters/" + id + "']"));
    By field = By.name("field.artisan_elite_factor");
    browser.fill(By.name("field.artisan_id"), "another");
    browser.click(By.id("try"));
    browser.shows(By.cssSelector("[role=alert]"), "no part of the key");
    browser.fill(field, "0.0077");
    browser.click(By.id("try"));
    browser.shows(By.id("preview"), "0.0077");
    browser.judge("letter");
    assertThat(record(id)).as("nothing is corrected yet").contains("1e9");
    browser.click(By.id("correct"));
    browser.shows(By.cssSelector("[role=status]"), "corrected");
    assertThat(record(id)).contains("0.0077");
    browser.click(By.id("replay"));
    browser.shows(By.id("state"), "replayed");
    assertThat(browser.driven().getTitle()).doesNotContain("pwned");
  }

  @Test
  void a_field_that_nobody_touched_is_not_changed() {
    UUID id = letter("nobody");
    service
        .staging()
        .sql(
            """
            UPDATE sync_dead_letters
            SET record = record || jsonb_build_object('short', E'a\\nb', 'begins', E'\\n\\nlast', 'both', E'x\\r\\ny\\rz')
            WHERE id = ?
            """)
        .param(id)
        .update();
    browser.open("/letters/" + id);
    browser.click(By.id("try"));
    browser.shows(By.cssSelector("[role=status]"), "Nothing was changed");
  }

  @Test
  void a_letter_that_nobody_will_write_is_closed_with_the_reason() {
    UUID id = letter("nobody");
    browser.open("/letters/" + id);
    browser.fill(By.name("reason"), SCRIPT);
    browser.click(By.id("close"));
    browser.shows(By.id("state"), "closed");
    browser.shows(By.cssSelector("dl.facts"), "by admin: " + SCRIPT);
    assertThat(browser.driven().getTitle()).doesNotContain("pwned");
  }

  @Test
  void what_production_lacks_is_found_previewed_and_repaired() {
    service.atRest();
    service.post("/api/pipelines/stockx/runs", "{}", service.token("admin"));
    service.atRest();
    browser.open("/divergence");
    browser.judge("divergence-before");
    browser.click(By.id("compare"));
    browser.shows(By.id("step"));
    int before = Integer.parseInt(browser.textOf(LACKING));
    service
        .production()
        .sql(
            """
            DELETE FROM master_market_data
            WHERE (tableoid, ctid) IN (SELECT tableoid, ctid FROM master_market_data LIMIT 1)
            """)
        .update();
    browser.click(By.id("compare"));
    browser.shows(By.id("step"), "not in step");
    browser.shows(LACKING, String.valueOf(before + 1));
    browser.judge("divergence");
    browser.click(By.id("preview"));
    browser.shows(By.id("outcome"), "ok, dry run");
    browser.shows(By.cssSelector("#live table"), "master_market_data");
    browser.judge("repair-preview");
    browser.click(By.id("apply"));
    browser.shows(By.cssSelector("[role=status]"), "It was started");
    browser.shows(By.id("outcome"), "ok");
    browser.open("/divergence");
    browser.click(By.id("compare"));
    browser.shows(LACKING, "0");
    assertThat(browser.textOf(LACKING)).isEqualTo("0");
  }

  private String artisan() {
    return service
        .staging()
        .sql("SELECT min(artisan_id) FROM listings WHERE artisan_elite_factor IS NOT NULL")
        .query(String.class)
        .single();
  }

  private String record(UUID id) {
    return service
        .staging()
        .sql("SELECT record::text FROM sync_dead_letters WHERE id = ?")
        .param(id)
        .query(String.class)
        .single();
  }

  private UUID letter(String artisan) {
    UUID id = UUID.randomUUID();
    UUID run = UUID.randomUUID();
    service
        .staging()
        .sql(
            """
            WITH run AS (
                INSERT INTO sync_runs (id, status, outcome, pipeline, scope, started_at, completed_at)
                VALUES (?, 'completed', 'partial', 'elitefactor', 'elitefactor', now(), now()))
            INSERT INTO sync_dead_letters
                (id, run_id, pipeline, stream, table_name, destination, record_key, record, kind, error)
            VALUES (?, ?, 'elitefactor', 'factors', 'listings', 'staging', ?,
                    jsonb_build_object('artisan_id', ?::text, 'artisan_elite_factor', '1e9'), 'db', ?)
            """)
        .params(run, id, run, artisan, artisan, SCRIPT)
        .update();
    return id;
  }
}
