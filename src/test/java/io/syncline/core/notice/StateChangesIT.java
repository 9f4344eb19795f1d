package io.syncline.core.notice;

import static io.syncline.support.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.BackgroundLoops;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.RunOutcome;
import io.syncline.core.run.Runs;
import io.syncline.support.CoreTest;
import io.syncline.support.ScriptedServer;
import io.syncline.support.TestPipeline;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** People are told that something began to fail or recovered, once a tick. */
@CoreTest
class StateChangesIT {
  private static final String WITHDRAWN = "the key was withdrawn";

  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private BackgroundLoops loops;
  @Autowired private StateChanges changes;

  private final ScriptedServer discord = new ScriptedServer();
  private JdbcTemplate staging;
  private Announcer announcer;

  @BeforeEach
  void open() {
    staging = new JdbcTemplate(databases.staging().pool());
    staging.execute("TRUNCATE sync_runs");
    discord.answers(json("200 OK", "{}"));
    announcer =
        new Announcer(
            new Notices(Map.of(TestPipeline.WORD, new ChangedStates("Clients"))),
            changes,
            webhook(),
            loops);
  }

  @AfterEach
  void stop() throws InterruptedException {
    announcer.destroy();
    discord.close();
  }

  @Test
  void five_hundred_that_fail_at_once_are_one_notice_and_then_none() throws InterruptedException {
    tick(500, "completed", null);
    tick(500, "failed", WITHDRAWN);
    tick(500, "failed", WITHDRAWN);
    tick(500, "completed", null);
    tick(500, "completed", null);
    announcer.destroy();
    assertThat(discord.requests()).hasSize(2);
    assertThat(discord.requests().get(0))
        .contains("Began to fail: 500", WITHDRAWN, "account 000", "and 490 more")
        .doesNotContain("account 010");
    assertThat(discord.requests().get(1)).contains("recovered: 500").doesNotContain(WITHDRAWN);
  }

  @Test
  void a_first_run_that_fails_is_told_and_a_first_one_that_is_well_is_not()
      throws InterruptedException {
    tick(1, "failed", WITHDRAWN);
    tick(2, "completed", null);
    announcer.destroy();
    assertThat(discord.requests()).hasSize(2);
    assertThat(discord.requests().get(1)).contains("recovered: 1");
  }

  @Test
  void a_run_that_was_cancelled_or_whose_process_died_says_nothing() throws InterruptedException {
    tick(1, "completed", null);
    tick(1, "cancelled", null);
    ActiveRun tick = Runs.open(ledger);
    child(tick, 0, "failed", "{\"code\": \"INTERRUPTED\", \"message\": \"died\"}");
    announcer.announce(Runs.ended(tick, RunOutcome.FAILED));
    announcer.announce(Runs.open(ledger)); // put off: it goes on
    announcer.destroy();
    assertThat(discord.requests()).isEmpty();
  }

  @Test
  void each_reason_is_told_for_itself_and_no_mark_down_of_it_is_read() throws InterruptedException {
    ActiveRun tick = Runs.open(ledger);
    child(tick, 0, "failed", "{\"code\": \"AUTH_FAILED\", \"message\": \"one `@everyone`\"}");
    child(tick, 1, "partial", "{\"code\": \"SOURCE_THROTTLED\", \"message\": \"another\"}");
    announcer.announce(Runs.ended(tick, RunOutcome.FAILED));
    announcer.destroy();
    assertThat(discord.requests())
        .singleElement()
        .asString()
        .contains("Began to fail: 2", "`one '@everyone'`", "`another`");
  }

  /** Our app's secret is refused to everybody, and each meets that at its own time. */
  @Test
  void what_we_have_to_mend_is_told_once_whichever_ticks_meet_it() throws InterruptedException {
    String refused = "{\"code\": \"CONFIG_INVALID\", \"message\": \"our app is not accepted\"}";
    tick(0, 3, "failed", refused);
    tick(3, 6, "failed", refused);
    tick(0, 3, "failed", refused);
    tick(6, 9, "failed", refused);
    assertThat(discord.requests()).hasSize(1);
    tick(6, 9, "failed", "{\"code\": \"CONFIG_INVALID\", \"message\": \"another variable\"}");
    assertThat(discord.requests()).as("it was ill before").hasSize(1);
    tick(0, 9, "completed", null);
    tick(0, 3, "failed", refused);
    announcer.destroy();
    assertThat(discord.requests()).hasSize(3);
    assertThat(discord.requests().get(0)).contains("Began to fail: 3", "our app is not accepted");
    assertThat(discord.requests().get(1)).contains("recovered: 9");
    assertThat(discord.requests().get(2)).as("again").contains("Began to fail: 3");
  }

  /** Whoever met it last may be removed or paused, and is never well again. */
  @Test
  void what_we_have_to_mend_is_over_when_anybody_who_met_it_got_further()
      throws InterruptedException {
    String refused = "{\"code\": \"CONFIG_INVALID\", \"message\": \"our app is not accepted\"}";
    tick(0, 3, "failed", refused);
    tick(0, 1, "partial", "{\"code\": \"SOURCE_THROTTLED\", \"message\": \"in part\"}");
    tick(3, 6, "failed", refused);
    assertThat(discord.requests()).as("after a partial run").hasSize(2);
    tick(6, 7, "failed", refused);
    assertThat(discord.requests()).as("told once again").hasSize(2);
    tick(3, 4, "completed", null);
    tick(7, 9, "failed", refused);
    announcer.destroy();
    assertThat(discord.requests()).hasSize(4);
    assertThat(discord.requests().get(2)).contains("recovered: 1");
    assertThat(discord.requests().get(3)).contains("Began to fail: 2", "our app is not accepted");
  }

  @Test
  void what_we_have_to_mend_is_told_anew_after_two_days() throws InterruptedException {
    String refused = "{\"code\": \"CONFIG_INVALID\", \"message\": \"our app is not accepted\"}";
    tick(0, 1, "failed", refused);
    staging.update("UPDATE sync_runs SET started_at = started_at - interval '47 hours'");
    tick(1, 2, "failed", refused);
    assertThat(discord.requests()).hasSize(1);
    staging.update("UPDATE sync_runs SET started_at = started_at - interval '49 hours'");
    tick(2, 3, "failed", refused);
    announcer.destroy();
    assertThat(discord.requests()).hasSize(2);
  }

  private void tick(int accounts, String outcome, String why) {
    tick(
        0,
        accounts,
        outcome,
        why == null ? null : "{\"code\": \"AUTH_FAILED\", \"message\": \"" + why + "\"}");
  }

  private void tick(int from, int to, String outcome, String failure) {
    ActiveRun tick = Runs.open(ledger);
    for (int i = from; i < to; i++) {
      child(tick, i, outcome, failure);
    }
    int before = discord.requests().size();
    announcer.announce(Runs.ended(tick, RunOutcome.COMPLETED));
    Awaitility.await()
        .during(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(10))
        .until(() -> discord.requests().size() - before <= 1);
  }

  private void child(ActiveRun tick, int account, String outcome, String failure) {
    staging.update(
        """
        INSERT INTO sync_runs (id, pipeline, scope, status, outcome, failure, parameters, parent_run_id, started_at)
        VALUES (?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, clock_timestamp())
        """,
        UUID.randomUUID(),
        TestPipeline.WORD,
        "account-" + account,
        outcome.equals("failed") ? "failed" : "completed",
        outcome,
        failure,
        "{\"label\": \"account %03d\"}".formatted(account),
        tick.id());
  }

  private DiscordWebhook webhook() {
    return new DiscordWebhook(
        new NoticeSettings(
            discord.url() + "/api/webhooks/1/canary",
            "Syncline",
            "DiscordBot (test)",
            Duration.ofSeconds(5),
            1,
            Duration.ofSeconds(5)),
        new ObjectMapper(),
        Clock.systemUTC(),
        new SimpleMeterRegistry());
  }
}
