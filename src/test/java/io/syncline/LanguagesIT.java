package io.syncline;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.api.Http;
import io.syncline.sandbox.junglescout.JungleScoutServer;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.ServiceProcess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The service in a process of its own, on machines of other languages and character sets. */
class LanguagesIT {
  private static final String ROWS =
      "SELECT string_agg(concat_ws('|', asin, title, price, report_date), ' ' ORDER BY asin)"
          + " FROM prod_az_jungle_scout_product_data";

  @Test
  void a_pipeline_runs_and_answers_alike_whatever_the_language_of_the_machine() {
    try (JungleScoutServer source = JungleScoutServer.start(5, Duration.ZERO)) {
      String here = answers(source, "-Duser.language=en -Duser.country=US");
      assertThat(here).contains("\"outcome\":\"completed\"");
      for (String machine :
          new String[] {
            "-Duser.language=ar -Duser.country=EG -Duser.extensions=u-nu-arab",
            "-Duser.language=th -Duser.country=TH -Duser.variant=TH -Dfile.encoding=ISO-8859-1",
            "-Duser.language=tr -Duser.country=TR -Dfile.encoding=windows-1254 -Duser.timezone=Asia/Kolkata"
          }) {
        assertThat(answers(source, machine)).as(machine).isEqualTo(here);
      }
    }
  }

  /** What a run answers, what is asked of it later and the rows it wrote, without what differs. */
  private static String answers(JungleScoutServer source, String machine) {
    Pair pair = Postgres.freshPair();
    Map<String, Object> properties = new LinkedHashMap<>(pair.properties());
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put("JUNGLE_SCOUT_API_KEY", "other:languages");
    properties.put("JUNGLE_SCOUT_BASE_URL", source.url());
    properties.put("JAVA_TOOL_OPTIONS", machine);
    try (ServiceProcess service = ServiceProcess.serve(properties)) {
      JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
      source
          .asins()
          .forEach(asin -> staging.update("INSERT INTO dev_az_product (asin) VALUES (?)", asin));
      String answer = service.post("/api/pipelines/junglescout/runs").body();
      String run = staging.queryForObject("SELECT id::text FROM sync_runs", String.class);
      String later = service.get("/api/sync/runs/" + run).body();
      String rows = new JdbcTemplate(pair.productionSource()).queryForObject(ROWS, String.class);
      return (answer + "\n" + later + "\n" + rows)
          .replace(run, "RUN")
          .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "TIME")
          .replaceAll("\"duration_ms\":[0-9]+", "\"duration_ms\":0");
    }
  }
}
