package io.syncline.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.record.SyncRecord;
import io.syncline.support.TestStreams;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BatchTest {

  /** So few series and days that most lists have a key twice, and some ascend. */
  @Property(tries = 2_000)
  void of_several_records_with_one_key_the_last_is_kept(
      @ForAll @Size(max = 8) List<@IntRange(max = 2) Integer> series,
      @ForAll @Size(value = 8) List<@IntRange(max = 5) Integer> days) {
    List<SyncRecord> records =
        IntStream.range(0, series.size())
            .mapToObj(i -> day("s" + series.get(i), days.get(i), i))
            .toList();
    Map<List<Object>, SyncRecord> last = new LinkedHashMap<>();
    records.forEach(record -> last.put(List.of(record.value(0), record.value(1)), record));
    assertThat(of(records).records()).containsExactlyElementsOf(last.values());
  }

  @Test
  void series_that_ascend_stay_as_they_are_and_one_that_comes_again_is_looked_into() {
    List<SyncRecord> ascending =
        List.of(day("a", 1, 1), day("a", 3, 2), day("b", 1, 3), day("b", 2, 4));
    assertThat(of(ascending).records()).isEqualTo(ascending);
    List<SyncRecord> again = List.of(day("a", 1, 1), day("b", 1, 2), day("a", 1, 3));
    assertThat(of(again).records()).containsExactly(again.get(2), again.get(1));
  }

  @Test
  void a_record_of_another_width_is_no_record_of_the_stream() {
    List<SyncRecord> records = List.of(SyncRecord.of("a", LocalDate.EPOCH));
    assertThatThrownBy(() -> of(records)).hasMessageContaining("record of 2 values");
  }

  private static Batch of(List<SyncRecord> records) {
    return Batch.of(TestStreams.DAYS, records, Instant.EPOCH);
  }

  private static SyncRecord day(String series, int day, int units) {
    return SyncRecord.of(series, LocalDate.EPOCH.plusDays(day), units);
  }
}
