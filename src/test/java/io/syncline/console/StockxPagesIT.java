package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Browser;
import io.syncline.support.Needs;
import io.syncline.support.OpenConsole;
import io.syncline.support.SandboxService;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** Prices of StockX, as a person reads them. */
@Needs({"chromium", "chromedriver"})
class StockxPagesIT {
  private static final String EVIL = "<script>document.title='ran'</script>";

  private final SandboxService service = OpenConsole.get().service();
  private final Browser browser = OpenConsole.get().browser();

  @Test
  @DisplayName(
      "SX-32: a SKU is looked for, and the prices of a size and currency are a chart and a table")
  void the_prices_of_a_size_are_read_from_a_chart() {
    service.atRest();
    String sku =
        one("SELECT min(sku) FROM master_market_latest WHERE currency_code = 'GBP' AND size <> ''");
    String variant =
        one(
            "SELECT min(stockx_variant_id) FROM master_market_latest WHERE sku = '%s'"
                .formatted(sku));
    service
        .staging()
        .sql(
            """
            INSERT INTO master_market_data (stockx_variant_id, currency_code, snapshot_at, sku, lowest_ask, highest_bid)
            SELECT ?, 'GBP', now() - make_interval(days => d), ?, 12345 + d, 12000 + d FROM generate_series(1, 5) d
            ON CONFLICT DO NOTHING
            """)
        .params(variant, sku)
        .update();
    browser.open("/stockx");
    browser.judge("stockx");
    browser.fill(By.name("q"), sku.substring(1));
    browser.click(By.xpath("//form[@action='/stockx']//button"));
    browser.click(By.linkText(sku));
    browser.click(By.cssSelector("[name=variant_id] [value='" + variant + "']"));
    browser.click(By.cssSelector("[name=currency_code] [value=GBP]"));
    browser.click(By.xpath("//button[.='Show']"));
    browser.shows(By.cssSelector(".chart canvas"));
    browser.shows(By.cssSelector("main h2"), "in GBP");
    browser.click(By.tagName("summary"));
    browser.shows(
        By.cssSelector("#history tbody tr:first-child [data-label='Lowest ask']"), "12350.00");
    browser.shows(By.cssSelector("#compared tbody [data-label=GBP]"));
    browser.judge("stockx-sku");
  }

  @Test
  void a_sku_that_is_a_script_is_a_text() {
    service
        .staging()
        .sql("INSERT INTO stockx_products (sku, error) VALUES (?, ?) ON CONFLICT DO NOTHING")
        .params(EVIL, EVIL)
        .update();
    try {
      browser.open("/stockx?q=" + URLEncoder.encode(EVIL, StandardCharsets.UTF_8));
      browser.shows(By.linkText(EVIL));
      browser.click(By.linkText(EVIL));
      browser.shows(By.cssSelector("[role=alert]"), EVIL);
      assertThat(browser.driven().getTitle()).doesNotContain("ran");
      assertThat(browser.complaints()).allMatch(it -> it.contains("status of 404"));
    } finally {
      service.staging().sql("DELETE FROM stockx_products WHERE sku = ?").param(EVIL).update();
    }
  }

  private String one(String query) {
    return service.staging().sql(query).query(String.class).single();
  }
}
