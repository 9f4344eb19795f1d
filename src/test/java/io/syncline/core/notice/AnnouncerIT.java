package io.syncline.core.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.BackgroundLoops;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.support.CoreTest;
import io.syncline.support.TestPipeline;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@CoreTest
@ExtendWith(OutputCaptureExtension.class)
class AnnouncerIT {
  @Autowired private RunLedger ledger;
  @Autowired private BackgroundLoops loops;
  @Autowired private StateChanges changes;

  /** What is told of every run of the tests' pipeline. */
  private static final class Told implements RunNotice {
    @Override
    public Optional<Notice> of(ActiveRun run) {
      return Optional.of(new Notice("Title", "Text", Notice.Level.OK, List.of(), "run"));
    }
  }

  @Test
  void a_notice_that_did_not_arrive_is_not_called_sent(CapturedOutput output) throws Exception {
    ActiveRun run = Runs.open(ledger);
    Announcer announcer =
        new Announcer(
            new Notices(Map.of(TestPipeline.WORD, new Told())), changes, unreachable(), loops);
    announcer.announce(run);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> output.getAll().contains("notice not sent run=" + run.id()));
    announcer.destroy();
    assertThat(output.getAll()).doesNotContain("notice sent run=" + run.id());
  }

  private static DiscordWebhook unreachable() {
    return new DiscordWebhook(
        new NoticeSettings(
            "http://localhost:1/api/webhooks/1/canary",
            "Syncline",
            "DiscordBot (test)",
            Duration.ofSeconds(2),
            1,
            Duration.ofSeconds(2)),
        new ObjectMapper(),
        Clock.systemUTC(),
        new SimpleMeterRegistry());
  }
}
