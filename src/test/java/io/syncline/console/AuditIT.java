package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.support.Browser;
import io.syncline.support.Canaries;
import io.syncline.support.Needs;
import io.syncline.support.OpenConsole;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** What is done is noted before it is done, whoever does it and however it ends. */
@Needs({"chromium", "chromedriver"})
class AuditIT {
  private static final String SHOP_TOKEN = "shpat_canary-Zq7-of-an-audit";

  private final SandboxService service = OpenConsole.get().service();
  private final Browser browser = OpenConsole.get().browser();
  private final String[] admin = service.token("admin");

  @BeforeEach
  void nothing_was_done() {
    service.staging().sql("TRUNCATE sync_audit").update();
  }

  @Test
  void a_call_by_a_token_is_noted_with_its_run() {
    Answer answer =
        service.post("/api/pipelines/elitefactor/runs?wait=false", "{\"dry_run\":true}", admin);
    JsonNode action = onlyOne();
    assertThat(action.path("who").asText()).isEqualTo("test");
    assertThat(action.path("by").asText()).isEqualTo("token");
    assertThat(action.path("method").asText()).isEqualTo("POST");
    assertThat(action.path("path").asText()).isEqualTo("/api/pipelines/elitefactor/runs");
    assertThat(action.path("members"))
        .extracting(JsonNode::asText)
        .containsExactly("wait=false", "dry_run=true");
    assertThat(action.path("status").asInt()).isEqualTo(answer.status());
    assertThat(action.path("run_id").asText()).isEqualTo(answer.body().path("run_id").asText());
    assertThat(action.path("ended_at").asText()).isNotEmpty();
  }

  @Test
  void so_are_the_calls_of_shared_secrets_and_a_get_that_starts_a_run() {
    service.post("/admin/hourly-sync?wait=false&dry_run=true", "", service.apiKey());
    service.get("/api/cron/sync-stockx-prices?wait=false&dry_run=true", service.cronSecret());
    assertThat(actions())
        .extracting(it -> it.path("who").asText() + " " + it.path("by").asText())
        .containsExactly("cron secret", "api-key secret");
    assertThat(actions())
        .allSatisfy(it -> assertThat(UUID.fromString(it.path("run_id").asText())).isNotNull());
  }

  @Test
  void looking_is_not_noted() {
    service.get("/api/dead-letters", admin);
    service.get("/api/pipelines", service.token("viewer"));
    service.get("/admin/hourly-sync/status", service.apiKey());
    assertThat(actions()).isEmpty();
  }

  @Test
  void what_was_refused_is_noted_with_why_and_no_secret_is_kept() {
    service.post(
        "/api/admin/credentials",
        "{\"client_id\":\"nobody\",\"access_token\":\""
            + SHOP_TOKEN
            + "\",\""
            + SHOP_TOKEN
            + "\":1}",
        admin);
    service.post("/api/sync/runs/" + UUID.randomUUID() + "/cancel", "", admin);
    assertThat(actions()).extracting(it -> it.path("status").asInt()).containsExactly(404, 400);
    String kept =
        service
            .staging()
            .sql("SELECT a::text FROM sync_audit a")
            .query(String.class)
            .list()
            .toString();
    assertThat(kept).contains("access_token");
    assertThat(new Canaries(List.of(SHOP_TOKEN)).in(kept)).isEmpty();
  }

  @Test
  void what_cannot_be_noted_is_not_done() {
    service.atRest();
    service.staging().sql("ALTER TABLE sync_audit RENAME TO sync_audit_away").update();
    long before = runs();
    try {
      Answer answer = service.post("/api/pipelines/stockx/runs?wait=false", "{}", admin);
      assertThat(answer.status()).isEqualTo(500);
    } finally {
      service.staging().sql("ALTER TABLE sync_audit_away RENAME TO sync_audit").update();
    }
    assertThat(runs()).isEqualTo(before);
  }

  @Test
  void a_button_is_noted_by_the_name_of_who_pressed_it_and_the_page_shows_it() {
    browser.open("/");
    browser.click(By.id("run-elitefactor"));
    browser.shows(By.className("notice"));
    service.post("/api/sync/runs/" + UUID.randomUUID() + "/cancel", "", admin);
    browser.open("/audit");
    browser.shows(By.cssSelector("tbody tr:nth-child(2) strong"), "admin");
    browser.shows(By.cssSelector("tbody tr:nth-child(2) code"), "/api/pipelines/elitefactor/runs");
    browser.judge("audit");
    browser.open("/audit?by=console");
    browser.shows(By.cssSelector("tbody"), "admin");
    assertThat(browser.text()).doesNotContain("/cancel");
    browser.open("/audit?who=nobody");
    browser.shows(By.className("empty"), "Nothing of this kind was done");
  }

  @Test
  void all_settings_are_a_page() {
    browser.open("/settings");
    browser.shows(By.cssSelector("[data-name='syncline.run.keep-days'] td:nth-child(2)"), "90");
    browser.shows(By.cssSelector("[data-name='syncline.secrets.cron-secret']"), "set");
    browser.judge("settings");
  }

  @Test
  void the_list_goes_on_where_it_ended() {
    for (int i = 0; i < 3; i++) {
      service.post("/api/sync/runs/" + UUID.randomUUID() + "/cancel", "", admin);
    }
    JsonNode first = service.get("/api/audit?limit=2&path=/cancel&who=test", admin).body();
    JsonNode rest =
        service
            .get("/api/audit?limit=2&path=/cancel&before=" + first.path("next").asText(), admin)
            .body();
    assertThat(first.path("actions")).hasSize(2);
    assertThat(rest.path("actions")).hasSize(1);
    assertThat(rest.path("next").isNull()).isTrue();
    assertThat(service.get("/api/audit?path=/nowhere", admin).body().path("actions")).isEmpty();
  }

  private JsonNode onlyOne() {
    JsonNode actions = actions();
    assertThat(actions).hasSize(1);
    return actions.get(0);
  }

  private JsonNode actions() {
    return service.get("/api/audit", admin).body().path("actions");
  }

  private long runs() {
    return service
        .staging()
        .sql("SELECT count(*) FROM sync_runs WHERE pipeline = 'stockx'")
        .query(Long.class)
        .single();
  }
}
