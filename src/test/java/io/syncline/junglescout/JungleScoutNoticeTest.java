package io.syncline.junglescout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.StopReason;
import io.syncline.core.notice.Notice;
import io.syncline.core.notice.Notice.Field;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunFixture;
import io.syncline.core.run.RunOutcome;
import io.syncline.support.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JungleScoutNoticeTest {
  private final SettableClock clock = new SettableClock("2024-01-15T10:00:00Z");
  private final JungleScoutNotice notices = new JungleScoutNotice(clock);

  @Test
  @DisplayName("JS-73, JS-74: the document's fields with the run's numbers, errors last")
  void the_fields_are_the_documents() {
    ActiveRun run = run("hourly");
    SyncProgress progress = SyncProgress.of(run, 100, clock);
    progress.selected(new SyncProgress.Selection(12, 38, 5, 3, 50, 0), 1);
    progress.processed(50);
    progress.productsStored(48);
    progress.salesStored(45);
    for (int call = 0; call < 51; call++) {
      run.tally().call();
    }
    run.trouble(ErrorKind.DB, "a", "connection `timeout`");
    run.trouble(ErrorKind.DB, "a", "second");
    run.trouble(ErrorKind.API, "a", "third");
    for (int more = 4; more <= 7; more++) {
      run.trouble(ErrorKind.PARSE, "a", "sample " + more);
    }
    clock.advance(Duration.ofSeconds(135));
    RunFixture.end(run, RunOutcome.PARTIAL);
    Notice notice = notices.of(run).orElseThrow();
    assertThat(notice.title()).isEqualTo("JungleScout Hourly Sync");
    assertThat(notice.description()).isEqualTo("Status: Completed with some failures");
    assertThat(notice.footer()).isEqualTo("us · run " + run.id());
    assertThat(notice.fields())
        .extracting(Field::name, Field::value)
        .containsExactly(
            tuple("Processed", "50 ASINs"),
            tuple("New", "12"),
            tuple("Stale", "38"),
            tuple("Product", "48/50"),
            tuple("Sales", "45"),
            tuple("Duration", "2m 15s"),
            tuple("Cleaned", "5"),
            tuple("Added", "3"),
            tuple("API Calls", "51"),
            tuple("Errors", "DB: 2 | API: 1 | Parse: 4 | Other: 0"),
            tuple(
                "Sample Errors",
                "`connection 'timeout'`\n`second`\n`third`\n`sample 4`\n`sample 5`"));
  }

  @Test
  void a_master_run_tells_what_it_cleaned_up_and_added_too() {
    ActiveRun run = run("master");
    SyncProgress.of(run, 100, clock).selected(new SyncProgress.Selection(0, 0, 5, 3, 50, 0), 1);
    RunFixture.end(run, RunOutcome.COMPLETED);
    assertThat(notices.of(run).orElseThrow().fields())
        .extracting(Field::name, Field::value)
        .contains(tuple("Cleaned", "5"), tuple("Added", "3"));
  }

  @Test
  @DisplayName("JS-74: without errors there is neither an error line nor a sample")
  void a_clean_run_has_no_error_fields() {
    ActiveRun run = run("hourly");
    SyncProgress.of(run, 100, clock);
    RunFixture.end(run, RunOutcome.COMPLETED);
    Notice notice = notices.of(run).orElseThrow();
    assertThat(notice.description()).isEqualTo("Status: Completed successfully");
    assertThat(notice.fields())
        .hasSize(9)
        .extracting(Field::name)
        .doesNotContain("Errors", "Sample Errors");
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETED,,OK",
    "PARTIAL,,SOME_FAILURES",
    "PARTIAL,BUDGET_USED_UP,STOPPED",
    "FAILED,DATABASE_FAILED,STOPPED",
    "CANCELLED,CANCELLED,STOPPED"
  })
  @DisplayName("JS-70..72: green, yellow or red")
  void the_level_tells_how_the_run_ended(RunOutcome outcome, StopReason stop, Notice.Level level) {
    ActiveRun run = run("hourly");
    if (stop != null) {
      run.stop(stop, "because");
    }
    RunFixture.end(run, outcome);
    assertThat(notices.of(run).orElseThrow().level()).isEqualTo(level);
  }

  @Test
  @DisplayName("JS-71: a product that the vendor does not know makes a complete run yellow")
  void products_not_found_are_some_failures() {
    ActiveRun run = run("hourly");
    SyncProgress.of(run, 100, clock).failed("B0TEST0001");
    RunFixture.end(run, RunOutcome.COMPLETED);
    assertThat(notices.of(run).orElseThrow().level()).isEqualTo(Notice.Level.SOME_FAILURES);
  }

  @Test
  void a_run_that_ended_before_its_selection_is_told_too() {
    ActiveRun run = run("hourly");
    run.stop(StopReason.DATABASE_FAILED, "staging failed");
    RunFixture.end(run, RunOutcome.FAILED);
    Notice notice = notices.of(run).orElseThrow();
    assertThat(notice.description()).isEqualTo("Status: Stopped early: staging failed");
    assertThat(notice.fields()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "hourly,JungleScout Hourly Sync",
    "master,JungleScout Master Sync",
    "sales,JungleScout Sales Sync",
    "products,JungleScout Product Sync"
  })
  void the_title_names_what_ran(String mode, String title) {
    ActiveRun run = run(mode);
    RunFixture.end(run, RunOutcome.COMPLETED);
    assertThat(notices.of(run).orElseThrow().title()).isEqualTo(title);
  }

  @ParameterizedTest
  @CsvSource({"0,0s", "59,59s", "60,1m 0s", "135,2m 15s", "3599,59m 59s", "7325,122m 5s"})
  void durations_read_like_the_documents(long seconds, String words) {
    assertThat(io.syncline.core.notice.RunWords.of(Duration.ofSeconds(seconds))).isEqualTo(words);
  }

  private ActiveRun run(String mode) {
    return RunFixture.started("junglescout", clock.instant(), "mode", mode, "marketplace", "us");
  }
}
