package io.syncline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.ScriptedServer;
import io.syncline.support.ServiceProcess;
import io.syncline.support.ServiceProcess.Ended;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What {@code doctor} says before a start, and the start itself: a process with an exit code. */
class RefusedStartsIT {
  private final Pair pair = Postgres.freshPair();
  private final Map<String, Object> properties = new LinkedHashMap<>(pair.properties());

  @Test
  void a_schedule_that_never_fires_is_refused_by_doctor_and_by_the_start() {
    properties.put("JUNGLE_SCOUT_API_KEY", "from:command");
    properties.put("syncline.junglescout.cron", "0 0 31 2 *");
    for (Ended ended :
        List.of(ServiceProcess.command(properties, "doctor"), ServiceProcess.command(properties))) {
      assertThat(ended.code()).as(ended.text()).isEqualTo(1);
      assertThat(ended.text())
          .contains("syncline.junglescout.cron is not a schedule: it will never fire")
          .contains("Set syncline.junglescout.cron to five fields");
    }
  }

  @Test
  void an_image_without_an_embedded_database_says_so_and_names_the_variables() {
    for (Ended ended :
        List.of(
            ServiceProcess.commandOfTheImage(Map.of(), "doctor"),
            ServiceProcess.commandOfTheImage(Map.of()))) {
      assertThat(ended.code()).as(ended.text()).isEqualTo(1);
      assertThat(ended.text())
          .contains("No database is configured, and this build has no embedded one for ")
          .contains("Set DB_STAGING_HOST, DB_STAGING_PORT, DB_STAGING_USER, DB_STAGING_PASS,")
          .contains("the same of DB_PROD_");
    }
  }

  @Test
  void doctor_looks_at_the_tables_and_columns_of_yuhinkai_and_whether_they_may_be_read() {
    String database = Postgres.freshDatabase("yuhinkai");
    JdbcTemplate yuhinkai = new JdbcTemplate(Postgres.source(database));
    String user = "reader_" + UUID.randomUUID().toString().substring(0, 8);
    yuhinkai.execute("CREATE ROLE " + user + " LOGIN");
    Postgres.arguments("DB_YUHINKAI_", database).stream()
        .map(argument -> argument.substring(2).split("=", 2))
        .forEach(variable -> properties.put(variable[0], variable[1]));
    properties.put("DB_YUHINKAI_USER", user);
    yuhinkai.execute(
        "CREATE TABLE smith_entities (smith_id text, elite_count int, total_items int)");
    yuhinkai.execute("GRANT SELECT ON smith_entities TO " + user);
    assertThat(doctorOfYuhinkai("fail"))
        .containsExactly(
            "yuhinkai: public.smith_entities has no column elite_factor."
                + " public.smith_entities: Name the column that is there in config/, or give it one of type text.",
            "yuhinkai: there is no tosogu_makers that DB_YUHINKAI_USER sees."
                + " tosogu_makers: Name the table that is there in config/, or let that user see it.");

    yuhinkai.execute("ALTER TABLE smith_entities ADD COLUMN elite_factor numeric");
    yuhinkai.execute(
        "CREATE TABLE tosogu_makers (maker_id text, elite_factor float8, elite_count int, total_items int)");
    assertThat(doctorOfYuhinkai("fail"))
        .containsExactly(
            "yuhinkai: public.tosogu_makers does not let DB_YUHINKAI_USER SELECT."
                + " public.tosogu_makers: As its owner: GRANT SELECT ON public.tosogu_makers to that user.");

    yuhinkai.execute("GRANT SELECT ON tosogu_makers TO " + user);
    yuhinkai.execute("ALTER TABLE tosogu_makers ENABLE ROW LEVEL SECURITY");
    assertThat(doctorOfYuhinkai("fail"))
        .singleElement()
        .asString()
        .contains("row level security that may hide rows from DB_YUHINKAI_USER");

    yuhinkai.execute("CREATE POLICY open ON tosogu_makers USING (true)");
    assertThat(doctorOfYuhinkai("fail")).isEmpty();
    assertThat(doctorOfYuhinkai("warn")).isEmpty();

    yuhinkai.execute("ALTER TABLE tosogu_makers DROP COLUMN total_items");
    assertThat(doctorOfYuhinkai("fail")).isEmpty();
    assertThat(doctorOfYuhinkai("warn"))
        .as("only the quality report wants it")
        .containsExactly(
            "yuhinkai: public.tosogu_makers has no column total_items."
                + " public.tosogu_makers: Name the column that is there in config/, or give it one of type integer.");
  }

  @Test
  void doctor_says_whether_schedules_fire_and_people_would_be_told() {
    try (ScriptedServer discord = new ScriptedServer()) {
      properties.put("syncline.schedules", "off");
      assertThat(ServiceProcess.command(properties, "doctor").text())
          .contains("warn schedules: off: none fires in a process with this configuration")
          .contains("ok notices: off; set DISCORD_WEBHOOK_URL to have people told");
      properties.put("syncline.schedules", "on");
      properties.put("DISCORD_WEBHOOK_URL", discord.url() + "/api/webhooks/1/canary");
      discord.answers(ScriptedServer.json("200 OK", "{\"id\": \"1\"}"));
      assertThat(ServiceProcess.command(properties, "doctor").text())
          .contains("ok schedules: fire", "ok notices: Discord knows the webhook");
      assertThat(discord.requests())
          .as("asks, and tells nobody anything")
          .singleElement()
          .asString()
          .startsWith("GET /api/v10/webhooks/1/canary");
      discord.answers(ScriptedServer.json("404 Not Found", "{\"code\": 10015}"));
      assertThat(ServiceProcess.command(properties, "doctor").text())
          .contains("warn notices: Discord refuses the webhook with 404")
          .doesNotContain("canary");
      discord.answers(ScriptedServer.json("500 Oops", "{}"));
      assertThat(ServiceProcess.command(properties, "doctor").text())
          .contains("warn notices: Discord does not answer, or with 500");
      properties.put("DISCORD_WEBHOOK_URL", "http://example.com/api/webhooks/1/canary");
      assertThat(ServiceProcess.command(properties, "doctor").text())
          .contains("DISCORD_WEBHOOK_URL must be https")
          .doesNotContain("canary");
    }
  }

  /** The findings, without what stands before each. */
  private List<String> doctorOfYuhinkai(String level) {
    String found = level + " yuhinkai: ";
    return ServiceProcess.command(properties, "doctor")
        .text()
        .lines()
        .filter(line -> line.startsWith(found))
        .map(line -> line.substring(found.length()))
        .toList();
  }
}
