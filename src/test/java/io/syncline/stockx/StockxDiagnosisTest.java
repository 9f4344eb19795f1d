package io.syncline.stockx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.unit.DataSize;

@DisplayName("SX-35: each cause of trouble is named with the setting to change")
class StockxDiagnosisTest {
  private final MockEnvironment environment =
      new MockEnvironment()
          .withProperty("syncline.stockx.scheduled", "true")
          .withProperty("syncline.stockx.products-per-run", "50")
          .withProperty("syncline.stockx.calls-per-second", "1")
          .withProperty("syncline.stockx.calls-per-day", "25000")
          .withProperty("syncline.stockx.longest-run", "0s")
          .withProperty("syncline.stockx.regions[0].currency", "USD")
          .withProperty("syncline.stockx.regions[1].currency", "GBP")
          .withProperty("syncline.stockx.regions[2].currency", "EUR")
          .withProperty("syncline.http.wait", "290s");

  @Test
  void nothing_is_wrong_with_the_documents_figures() {
    assertThat(findings(512)).isEmpty();
  }

  @Test
  void a_schedule_that_does_not_fire_is_named() {
    environment.setProperty("syncline.stockx.scheduled", "false");
    assertThat(findings(512)).singleElement().asString().contains("syncline.stockx.cron");
  }

  @Test
  void more_calls_than_a_day_allows_are_named() {
    environment.setProperty("syncline.stockx.calls-per-day", "149");
    assertThat(findings(512)).singleElement().asString().contains("150 calls", "products-per-run");
  }

  @Test
  void a_run_that_takes_too_long_is_named() {
    environment.setProperty("syncline.stockx.products-per-run", "100");
    environment.setProperty("syncline.stockx.longest-run", "240s");
    assertThat(findings(512))
        .hasSize(2)
        .anyMatch(line -> line.contains("longest-run 240 s"))
        .anyMatch(line -> line.contains("wait=false"));
  }

  @Test
  void too_little_memory_is_named() {
    assertThat(findings(64)).singleElement().asString().contains("-Xmx", "products-at-once");
  }

  private List<String> findings(int megabytes) {
    List<String> lines = new ArrayList<>();
    new StockxDiagnosis(environment, DataSize.ofMegabytes(megabytes))
        .findings()
        .forEach(finding -> lines.add(finding.line()));
    return lines;
  }
}
