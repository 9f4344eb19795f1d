package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Browser;
import io.syncline.support.Needs;
import io.syncline.support.OpenConsole;
import io.syncline.support.SandboxService;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** Runs, one run and what a dry run would change, in a real browser. */
@Needs({"chromium", "chromedriver"})
class RunPagesIT {
  private static final String SCRIPT = "<script>document.title = 'pwned'</script>";

  private final SandboxService service = OpenConsole.get().service();
  private final Browser browser = OpenConsole.get().browser();
  private final String scope = "test." + UUID.randomUUID();

  @Test
  @DisplayName("SE-50, SE-51, SE-52: the history, with the errors of each run folded under it")
  void runs_are_found_by_what_they_are_and_their_errors_are_unfolded() {
    UUID parent = run("partial", "NULL");
    UUID child = run("failed", "'" + parent + "'");
    troubles(child);
    browser.open("/runs");
    browser.fill(By.name("source"), scope);
    browser.click(By.xpath("//button[.='Show']"));
    browser.shows(row(parent));
    assertThat(browser.driven().getCurrentUrl()).contains("source=" + scope);
    assertThat(browser.driven().findElements(By.cssSelector("tr[data-run]"))).hasSize(2);
    By message = By.xpath("//tr[@data-run='" + child + "']//li[1]");
    assertThat(browser.isSeen(message)).as("errors are folded").isFalse();
    browser.click(By.xpath("//tr[@data-run='" + child + "']//summary"));
    browser.shows(row(child), "Row 5: " + SCRIPT);
    browser.shows(row(child), "B0ABC: no @");
    browser.judge("runs");
    browser.click(By.xpath("//tr[@data-run='" + parent + "']//a[contains(., 'runs led')]"));
    browser.shows(By.cssSelector(".notice"), "led");
    assertThat(browser.driven().findElements(By.cssSelector("tr[data-run]"))).hasSize(1);
    browser.open("/runs?status=failed&source=" + scope);
    browser.shows(row(child));
    assertThat(browser.driven().findElements(By.cssSelector("tr[data-run]"))).hasSize(1);
    assertThat(text("/runs/list.csv?source=" + scope).lines()).hasSize(3);
    assertThat(browser.driven().getTitle()).doesNotContain("pwned");
  }

  @Test
  void older_runs_are_on_further_pages() {
    for (int i = 0; i < 51; i++) {
      run("completed", "NULL");
    }
    browser.open("/runs?source=" + scope);
    browser.click(By.id("older"));
    browser.shows(By.linkText("Newest"));
    assertThat(browser.driven().findElements(By.cssSelector("tr[data-run]"))).hasSize(1);
  }

  @Test
  @DisplayName("SE-49, JS-84: what another instance leads is seen to go on and to end")
  void how_far_a_run_is_shows_without_reload() {
    UUID id = run("running", "NULL");
    troubles(id);
    progress(id, 40);
    browser.open("/runs/" + id);
    browser.shows(By.id("pace"), "40 of 100");
    browser.judge("run-live");
    browser.click(By.tagName("summary"));
    browser.driven().executeScript("window.sameDocument = 1");
    progress(id, 60);
    browser.shows(By.id("pace"), "60 of 100");
    browser.shows(By.cssSelector("#live .troubles"), "no @"); // what was unfolded stays so
    browser.click(By.id("cancel"));
    browser.shows(By.cssSelector("[role=status]"), "It stops");
    browser.driven().executeScript("window.sameDocument = 1");
    sql("UPDATE sync_runs SET status = 'failed', outcome = 'cancelled' WHERE id = ?", id);
    browser.shows(By.id("outcome"), "cancelled");
    assertThat(browser.driven().executeScript("return window.sameDocument")).isEqualTo(1L);
    assertThat(
            service
                .staging()
                .sql("SELECT cancel_requested_at IS NOT NULL FROM sync_runs WHERE id = ?")
                .param(id)
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  void what_went_wrong_is_read_whole_and_taken_along_without_formulas() {
    UUID id = run("failed", "NULL");
    troubles(id);
    browser.open("/runs/" + id);
    browser.shows(By.cssSelector(".notice.bad"), SCRIPT);
    browser.judge("run");
    browser.click(By.partialLinkText("Errors ("));
    browser.shows(By.tagName("tbody"), SCRIPT);
    browser.judge("run-errors");
    assertThat(text("/runs/" + id + "/errors.csv"))
        .contains("seq,severity,row,column,code,message", "'=cmd()", "5," + "E-mail")
        .doesNotContain(",=cmd()");
    browser.open("/runs/" + id + "/log?level=debug");
    browser.shows(By.tagName("main"), "SYNCLINE_LOG_FILE");
    browser.judge("run-log");
    assertThat(browser.driven().getTitle()).doesNotContain("pwned");
  }

  @Test
  void rows_are_taken_along_by_their_keys_and_those_that_are_forgotten_are_told() {
    UUID id = run("completed", "NULL");
    for (String keys : new String[] {"{\"asin\": [\"=cmd()\", \"B0ABC\"]}", null}) {
      sql(
          """
          INSERT INTO run_batches (id, run_id, seq, pipeline, stream, scope, fence, table_name, kind, keys, rows,
                                   rows_created, rows_updated, state)
          SELECT gen_random_uuid(), ?, count(*) + 1, 'entities', 'old', ?, 1, 'old_table', 'upsert', ?::jsonb, 2, 2, 0,
                 'applied'
          FROM run_batches WHERE run_id = ?
          """,
          id,
          scope,
          keys,
          id);
    }
    browser.open("/runs/" + id);
    browser.shows(By.id("forgotten"), "Of 1 of 2 batches the keys are kept no longer");
    browser.judge("run-batches");
    assertThat(text(browser.leadsTo(By.linkText("Rows by key as CSV"))).lines())
        .containsExactly(
            "seq,table,stream,key,first_day,last_day,rows,remark",
            "2,old_table,old,,,,2,the keys of this batch are kept no longer (syncline.run.keep-keys-days)",
            "1,old_table,old,'=cmd(),,,1,",
            "1,old_table,old,B0ABC,,,1,");
  }

  @Test
  void a_run_is_started_again_with_what_it_was_asked_for() {
    service.atRest();
    String ran =
        service
            .post("/api/pipelines/stockx/runs", "{\"force\": true}", service.token("admin"))
            .body()
            .path("run_id")
            .asText();
    browser.open("/runs/" + ran);
    browser.click(By.id("again"));
    browser.shows(By.cssSelector("[role=status]"), "It was started");
    String id = shown();
    assertThat(id).isNotEqualTo(ran);
    ended(id);
    browser.shows(By.id("outcome"), "ok");
    assertThat(
            service
                .staging()
                .sql("SELECT parameters::text FROM sync_runs WHERE id = ?::uuid")
                .param(id)
                .query(String.class)
                .single())
        .isEqualTo("{\"force\": true}");
  }

  @Test
  void a_dry_run_is_looked_at_by_field_and_applied() {
    service.atRest();
    sql("UPDATE listings SET artisan_elite_factor = 0.0123 WHERE artisan_elite_factor IS NOT NULL");
    browser.open("/");
    browser.click(By.id("dry-elitefactor"));
    browser.shows(By.id("outcome"), "dry run");
    String dry = shown();
    ended(dry);
    sql(
        """
        INSERT INTO sync_run_changes (run_id, destination, table_name, kind, record_key, before, after, action, blocked)
        VALUES (?::uuid, 'staging', 'partners', 'update', '{"id": "B7"}', '{"tier": "A"}', '{"tier": "A"}', 'update',
                '{"tier": ["A", "<script>document.title = 1</script>"]}')
        """,
        dry);
    browser.open("/runs/" + dry + "/changes");
    browser.shows(By.tagName("table"), "0.0123");
    browser.shows(By.cssSelector(".state.off"), "blocked");
    browser.judge("run-changes");
    browser.fill(By.name("text"), "b7");
    browser.click(By.xpath("//button[.='Show']"));
    browser.shows(By.id("total"), "1 changes");
    browser.shows(By.tagName("tbody"), "<script>document.title = 1</script>");
    assertThat(text("/runs/" + dry + "/changes.csv")).contains("B7", "0.0123");
    browser.click(By.id("apply"));
    browser.shows(By.cssSelector("[role=status]"), "It was started");
    String real = shown();
    ended(real);
    assertThat(real).isNotEqualTo(dry);
    browser.shows(By.id("outcome"), "ok");
    assertThat(
            service
                .staging()
                .sql("SELECT count(*) FROM listings WHERE artisan_elite_factor = 0.0123")
                .query(Long.class)
                .single())
        .isZero();
  }

  private static By row(UUID run) {
    return By.cssSelector("tr[data-run='" + run + "']");
  }

  private String shown() {
    return browser.driven().getCurrentUrl().replaceAll(".*/runs/([0-9a-f-]{36}).*", "$1");
  }

  private void ended(String id) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                service
                    .staging()
                    .sql("SELECT status <> 'running' FROM sync_runs WHERE id = ?::uuid")
                    .param(id)
                    .query(Boolean.class)
                    .single());
  }

  private String text(String path) {
    return (String)
        browser.driven().executeScript("return fetch(arguments[0]).then(it => it.text())", path);
  }

  /** A run of nobody here: as an other instance would lead it. */
  private UUID run(String outcome, String parent) {
    UUID id = UUID.randomUUID();
    sql(
        """
        INSERT INTO sync_runs (id, status, outcome, pipeline, scope, trigger, started_at, completed_at, heartbeat_at,
                               rows_processed, rows_created, rows_failed, parent_run_id, parameters)
        SELECT ?, CASE outcome WHEN 'partial' THEN 'completed' ELSE outcome END, outcome, 'entities', ?, 'manual', now(),
               CASE WHEN outcome <> 'running' THEN now() END, now() + interval '1 hour', 10, 4, 2, %s, '{}'
        FROM (VALUES (?)) AS v (outcome)
        """
            .formatted(parent.equals("NULL") ? "NULL" : parent + "::uuid"),
        id,
        scope,
        outcome);
    return id;
  }

  private void progress(UUID id, int reached) {
    sql(
        "UPDATE sync_runs SET progress_reached = ?, progress_total = 100 WHERE id = ?",
        reached,
        id);
  }

  private void troubles(UUID id) {
    sql(
        """
        UPDATE sync_runs SET error_count = 2, errors = jsonb_build_object('total', 2, 'items', jsonb_build_array(
            jsonb_build_object('row', 5, 'column', 'E-mail', 'code', 'INVALID', 'message', ?::text, 'severity', 'error'),
            jsonb_build_object('row', 'B0ABC', 'column', NULL, 'code', 'INVALID', 'message', 'no @', 'severity', 'error'))),
            failure = jsonb_build_object('code', 'SOURCE_FAILED', 'message', ?::text)
        WHERE id = ?
        """,
        SCRIPT,
        SCRIPT,
        id);
    int seq = 0;
    for (String message : List.of(SCRIPT, "=cmd()")) {
      sql(
          "INSERT INTO sync_errors (run_id, seq, row_ref, column_name, code, message, severity)"
              + " VALUES (?, ?, '5', 'E-mail', 'INVALID', ?, 'error')",
          id,
          ++seq,
          message);
    }
  }

  private void sql(String statement, Object... parameters) {
    service.staging().sql(statement).params(parameters).update();
  }
}
