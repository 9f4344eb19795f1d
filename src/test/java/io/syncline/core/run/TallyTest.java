package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.Tally.Records;
import io.syncline.core.stream.Batch;
import io.syncline.core.stream.StagedCounts;
import io.syncline.core.stream.Stream;
import io.syncline.support.TestStreams;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final Stream NOTES = TestStreams.NOTES;

  private final Tally tally = new Tally();

  @Test
  void each_stream_has_its_own_records() {
    tally.staged(note(), 3, new StagedCounts(1, 2));
    tally.staged(note(), 2, new StagedCounts(0, 1));
    tally.refusedByStaging(note(), 1);
    tally.refusedByProduction(note(), 4);
    assertThat(tally.of(NOTES)).isEqualTo(new Records(5, 1, 3, 1, 4));
    assertThat(tally.of(TestStreams.ITEMS)).isEqualTo(new Records(0, 0, 0, 0, 0));
  }

  @Test
  void what_is_tried_again_after_it_worked_is_counted_once() {
    Batch batch = note();
    tally.staged(batch, 1, new StagedCounts(1, 0));
    tally.staged(batch, 1, new StagedCounts(1, 0));
    tally.refusedByProduction(batch, 1);
    tally.refusedByProduction(batch, 1);
    assertThat(tally.of(NOTES)).isEqualTo(new Records(1, 1, 0, 0, 1));
    UUID letter = UUID.randomUUID();
    assertThat(tally.countsFirst(letter)).isTrue();
    assertThat(tally.countsFirst(letter)).isFalse();
  }

  @Test
  void a_try_that_found_nothing_does_not_stand_for_a_later_one() {
    Batch batch = note();
    tally.refusedByProduction(batch, 0);
    assertThat(tally.hasWritten()).isFalse();
    tally.refusedByProduction(batch, 2);
    assertThat(tally.of(NOTES).refusedByProduction()).isEqualTo(2);
    assertThat(tally.hasWritten()).isTrue();
  }

  private static Batch note() {
    return Batch.of(NOTES, List.of(SyncRecord.of("key", "note")), Instant.EPOCH);
  }
}
