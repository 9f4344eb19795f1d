package io.syncline.elitefactor;

import io.syncline.support.PipelineContract;
import io.syncline.support.SandboxService;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of all pipelines, held by this one. */
class EliteFactorContractIT implements PipelineContract {
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
    return "elitefactor";
  }

  @Override
  public List<String> tables() {
    return List.of("listings");
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
    return "(t.id, t.artisan_id, t.artisan_elite_factor)::text";
  }

  @Override
  public String forget(String table) {
    return "UPDATE " + table + " SET artisan_elite_factor = NULL";
  }

  @Override
  public String again() {
    return "\"all\": true";
  }
}
