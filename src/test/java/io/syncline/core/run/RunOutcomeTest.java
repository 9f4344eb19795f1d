package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.StopReason;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.stream.Batch;
import io.syncline.core.stream.StagedCounts;
import io.syncline.support.TestStreams;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RunOutcomeTest {
  private final ActiveRun run =
      RunFixture.started("entities", Instant.parse("2026-03-01T10:00:00Z"));

  @ParameterizedTest
  @CsvSource({
    "RUNNING, RUNNING",
    "COMPLETED, COMPLETED",
    "PARTIAL, COMPLETED",
    "FAILED, FAILED",
    "CANCELLED, FAILED"
  })
  void an_outcome_is_one_of_the_document_s_three_statuses(RunOutcome outcome, RunStatus status) {
    assertThat(outcome.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource(RunOutcome.class)
  void an_outcome_is_found_by_its_word(RunOutcome outcome) {
    assertThat(RunOutcome.of(outcome.word())).isEqualTo(outcome);
  }

  @Test
  void another_word_is_no_outcome() {
    assertThatThrownBy(() -> RunOutcome.of("done")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = StopReason.class,
      names = {"BUDGET_USED_UP", "SOURCE_THROTTLED", "SOURCE_UNAVAILABLE"})
  void a_run_that_stops_before_it_did_anything_has_failed(StopReason reason) {
    run.stop(reason, "by the test");
    assertThat(RunClosing.outcome(run)).isEqualTo(RunOutcome.FAILED);
  }

  @ParameterizedTest
  @CsvSource({
    "BUDGET_USED_UP, PARTIAL",
    "SOURCE_THROTTLED, PARTIAL",
    "SOURCE_UNAVAILABLE, PARTIAL",
    "CANCELLED, CANCELLED",
    "INTERRUPTED, FAILED",
    "LEASE_LOST, FAILED",
    "DATABASE_FAILED, FAILED",
    "SOURCE_REFUSED_KEY, FAILED",
    "INTERNAL, FAILED"
  })
  void the_reason_to_stop_says_how_a_run_ends(StopReason reason, RunOutcome outcome) {
    run.tally().sourceAnswered();
    run.stop(reason, "by the test");
    assertThat(RunClosing.outcome(run)).isEqualTo(outcome);
  }

  @Test
  void the_first_reason_to_stop_stands() {
    run.stop(StopReason.CANCELLED, "first");
    run.stop(StopReason.INTERNAL, "second");
    assertThat(RunClosing.outcome(run)).isEqualTo(RunOutcome.CANCELLED);
  }

  @Test
  void a_run_is_complete_without_errors_and_gaps_only() {
    assertThat(RunClosing.outcome(run)).isEqualTo(RunOutcome.COMPLETED);
    run.trouble(ErrorKind.API, "page", "not read");
    assertThat(RunClosing.outcome(run)).isEqualTo(RunOutcome.FAILED);
    run.tally()
        .staged(
            Batch.of(TestStreams.NOTES, List.of(SyncRecord.of("key", "note")), Instant.EPOCH),
            1,
            new StagedCounts(0, 0));
    assertThat(RunClosing.outcome(run)).isEqualTo(RunOutcome.PARTIAL);
  }

  @Test
  void a_run_with_one_bad_record_is_partial() {
    run.tally().sourceAnswered();
    run.trouble(ErrorKind.PARSE, "key", "bad");
    assertThat(RunClosing.outcome(run)).isEqualTo(RunOutcome.PARTIAL);
  }
}
