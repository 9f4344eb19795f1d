package io.syncline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.support.SandboxService;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxFeedsIT {
  /** SE-04, SE-63. */
  @Test
  void the_sandbox_maps_its_sources_and_reads_each_of_them_once() {
    try (SandboxService service =
        SandboxService.start(
            "--syncline.sandbox.entities.feeds=true",
            "--syncline.sandbox.junglescout.products=1")) {
      JsonNode sources =
          service.get("/api/entities/sources", service.token("viewer")).body().path("sources");
      assertThat(sources).hasSize(5);
      for (JsonNode source : sources) {
        assertThat(source.path("last_error").isNull()).as("%s", source).isTrue();
      }
      for (JsonNode tab :
          service.get("/api/entities/tabs", service.token("viewer")).body().path("tabs")) {
        assertThat(tab.path("faults")).as("%s", tab).isEmpty();
        assertThat(tab.path("last_synced_at").isNull()).as("%s", tab).isFalse();
      }
      List<String> runs =
          service
              .staging()
              .sql(
                  """
                  SELECT concat_ws(' ', t.tab_name, r.outcome, r.rows_processed, r.rows_skipped,
                      (SELECT count(*) FROM run_batches b WHERE b.run_id = r.id))
                  FROM sync_runs r JOIN tab_mappings t ON t.id = r.tab_mapping_id
                  WHERE r.pipeline = 'entities' ORDER BY t.id
                  """)
              .query(String.class)
              .list();
      assertThat(runs)
          .containsExactly(
              "Partners partial 150 2 1",
              "Staff completed 40 0 1",
              "ASINs completed 60 0 1",
              "Revenue completed 60 0 1",
              "lead completed 240 0 1",
              "employees completed 130 0 1",
              "items completed 230 0 1");
      assertThat(
              service
                  .staging()
                  .sql(
                      """
                      SELECT concat_ws(' ', e.row_ref, e.code) FROM sync_errors e JOIN sync_runs r ON r.id = e.run_id
                      WHERE r.pipeline = 'entities' AND e.severity = 'error' ORDER BY e.row_ref
                      """)
                  .query(String.class)
                  .list())
          .containsExactly("47 INVALID_EMAIL", "89 KEY_EMPTY");
    }
  }
}
