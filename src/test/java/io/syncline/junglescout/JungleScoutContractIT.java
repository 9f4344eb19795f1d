package io.syncline.junglescout;

import io.syncline.support.PipelineContract;
import io.syncline.support.SandboxService;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of all pipelines, held by this one. */
class JungleScoutContractIT implements PipelineContract {
  private static SandboxService service;

  @BeforeAll
  static void start() {
    service = SandboxService.start("--syncline.sandbox.junglescout.products=30");
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
    return "junglescout";
  }

  @Override
  public List<String> tables() {
    return List.of("jungle_scout_product_data", "jungle_scout_sales_estimate_data");
  }

  @Override
  public String again() {
    return "\"mode\": \"master\", \"date_range\": \"1month\"";
  }
}
