package io.syncline.stockx;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.PipelineContract;
import io.syncline.support.SandboxService;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract of all pipelines, held by this one. */
class StockxContractIT implements PipelineContract {
  private static SandboxService service;

  @BeforeAll
  static void start() {
    service = SandboxService.start("--syncline.sandbox.junglescout.products=1");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Override
  public SandboxService service() {
    return service;
  }

  @Override
  public String word() {
    return "stockx";
  }

  @Override
  public List<String> tables() {
    return List.of("master_market_data");
  }

  @Override
  public String stagingPrefix() {
    return "";
  }

  @Override
  public String productionPrefix() {
    return "";
  }

  @Override
  public String written() {
    return "t::text";
  }

  @Override
  public String forget(String table) {
    return "TRUNCATE " + table;
  }

  /** A snapshot is new by its moment: a second run reads only what is stale, which is nothing. */
  @Override
  @Test
  public void a_second_run_writes_nothing_new() {
    run("{" + again() + "}");
    List<String> before = contents();
    SandboxService.Answer second = run("{}");
    assertThat(second.body().path("outcome").asText()).isEqualTo("completed");
    assertThat(second.body().path("stats").path("rows_processed").asInt()).isZero();
    assertThat(contents()).isEqualTo(before);
  }

  @Override
  public String again() {
    return "\"force\": true";
  }
}
