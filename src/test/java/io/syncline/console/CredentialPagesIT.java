package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Browser;
import io.syncline.support.Needs;
import io.syncline.support.OpenConsole;
import io.syncline.support.SandboxService;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** Clients and their accounts, by the hands of a person. */
@Needs({"chromium", "chromedriver"})
class CredentialPagesIT {
  private static final String LABEL = "<script>document.title='ran'</script>";
  private static final String TOKEN = "shpat_client-01";
  private static final By STATE = By.cssSelector("#state .state");

  private final SandboxService service = OpenConsole.get().service();
  private final Browser browser = OpenConsole.get().browser();
  private final String client = UUID.randomUUID().toString();

  /** The console is everybody's: no account of this class is read by the runs of another. */
  @AfterEach
  void without_accounts() {
    service.atRest();
    service
        .staging()
        .sql("DELETE FROM client_api_credentials WHERE client_id = ?::uuid")
        .param(client)
        .update();
    service
        .staging()
        .sql("DELETE FROM client_data WHERE client_id = ?::uuid AND external_id LIKE 'twin%'")
        .param(client)
        .update();
  }

  @Test
  @DisplayName(
      "CR-51: an account is added, tested, paused, and what it reads is on its client's page")
  void an_account_is_added_tested_paused_and_read() {
    browser.open("/credentials/new?client_id=" + client);
    browser.judge("credential-new");
    add("client-01.myshopify.com", TOKEN);
    browser.shows(By.cssSelector("[role=status]"), "connected to");
    browser.shows(STATE, "connected");
    assertThat(browser.driven().getTitle()).startsWith(LABEL);
    assertThat(browser.driven().getPageSource()).doesNotContain(TOKEN);
    browser.judge("credential");

    browser.click(By.id("test"));
    browser.shows(By.cssSelector("[role=status]"), "Tested");
    browser.click(By.id("pause"));
    browser.shows(STATE, "paused");
    browser.shows(By.id("pause"), "Resume");
    browser.click(By.id("pause"));
    browser.shows(STATE, "connected");

    browser.click(By.id("sync"));
    browser.shows(By.cssSelector("[role=status]"), "It is read now");
    browser.open("/clients/" + client);
    browser.shows(By.cssSelector("[data-type=orders] dd"), "60");
    browser.shows(By.cssSelector("#newest h2"), "Newest orders");
    service.atRest();
    browser.judge("client");
    browser.click(By.cssSelector("#newest [data-label=Id] a"));
    browser.shows(By.tagName("pre"), "\"id\"");
    browser.judge("client-record");

    service.post("/api/pipelines/clientapi/runs", "{\"mode\": \"sku\"}", service.token("admin"));
    browser.open("/clients/" + client + "/skus?sort=units_30d");
    browser.shows(By.cssSelector(".chart canvas"));
    String sku = browser.textOf(By.cssSelector("[data-label=SKU] strong"));
    browser.judge("client-skus");
    browser.open("/clients/" + client + "/skus?q=" + sku.toLowerCase(java.util.Locale.ROOT));
    browser.shows(By.cssSelector("[data-label=SKU] strong"), sku);

    beside(60);
    browser.open("/clients/" + client + "/record?type=orders&external_id=twin");
    browser.shows(By.tagName("pre"), "\"n\" : 0");
  }

  @Test
  void an_account_that_is_refused_stands_first_and_is_mended_and_removed() {
    browser.open("/credentials/new?client_id=" + client);
    add("client-02.myshopify.com", "wrong-" + TOKEN);
    browser.shows(By.cssSelector("[role=alert]"), "not connected");
    assertThat(browser.driven().getPageSource()).doesNotContain("wrong-" + TOKEN);
    browser.open("/credentials");
    browser.shows(By.cssSelector("tbody tr:first-child .state"), "error");
    assertThat(browser.driven().getTitle()).doesNotContain("ran");
    browser.judge("credentials");
    browser.open("/clients?q=" + client);
    browser.shows(By.cssSelector("tbody .state"), "1 ill");
    browser.judge("clients");

    browser.open("/credentials?client_id=" + client);
    browser.click(By.linkText(LABEL));
    browser.fill(By.name("access_token"), "shpat_client-02");
    browser.click(By.xpath("//button[.='Change and test']"));
    browser.shows(STATE, "connected");
    browser.click(By.name("confirmed"));
    browser.click(By.xpath("//button[.='Remove the account']"));
    browser.shows(By.cssSelector("[role=status]"), "Removed");
    assertThat(stored("SELECT count(*) FROM client_api_credentials")).isZero();
  }

  @Test
  void what_was_filled_in_is_there_again_after_a_refusal_but_for_the_secret() {
    browser.open("/credentials/new?client_id=" + client);
    add("nowhere.example", TOKEN);
    browser.shows(By.cssSelector("[role=alert]"), "myshopify.com");
    assertThat(browser.shows(By.name("label")).getDomProperty("value")).isEqualTo(LABEL);
    assertThat(browser.shows(By.name("client_id")).getDomProperty("value")).isEqualTo(client);
    assertThat(browser.shows(By.name("access_token")).getDomProperty("value")).isEmpty();
    assertThat(browser.driven().getPageSource()).doesNotContain(TOKEN);
  }

  /** An order, and so many newer ones whose ids begin as its does. */
  private void beside(int many) {
    service
        .staging()
        .sql(
            """
            INSERT INTO client_data (client_id, credential_id, data_type, external_id, platform_type, source_updated_at,
                                     content_hash, data, metadata)
            SELECT client_id, credential_id, 'orders', 'twin' || CASE n WHEN 0 THEN '' ELSE n::text END, 'shopify',
                   now() + n * interval '1 s', n::text, jsonb_build_object('n', n), '{}'
            FROM client_api_credentials, generate_series(0, ?) AS n WHERE client_id = ?::uuid
            """)
        .params(many, client)
        .update();
  }

  private void add(String shop, String token) {
    browser.fill(By.name("label"), LABEL);
    browser.fill(By.name("shop"), shop);
    browser.fill(By.name("access_token"), token);
    browser.click(By.xpath("//button[.='Add and test']"));
  }

  private long stored(String count) {
    return service
        .staging()
        .sql(count + " WHERE client_id = ?::uuid")
        .param(client)
        .query(Long.class)
        .single();
  }
}
