package io.syncline.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredScheduleTest {

  /** SE-54. */
  @Test
  void a_time_is_that_of_its_zone_in_summer_and_in_winter() {
    StoredSchedule schedule = schedule("0 6 * * *", "Europe/Berlin");
    assertThat(schedule.next(Instant.parse("2027-03-26T12:00:00Z")))
        .hasValue(Instant.parse("2027-03-27T05:00:00Z"));
    assertThat(schedule.next(Instant.parse("2027-03-28T12:00:00Z")))
        .hasValue(Instant.parse("2027-03-29T04:00:00Z"));
  }

  @Test
  void an_hour_that_comes_twice_has_its_fire_once() {
    assertThat(fires("30 2 * * *", "2027-10-30T12:00:00Z", "2027-11-01T12:00:00Z"))
        .containsExactly("2027-10-31T01:30:00Z", "2027-11-01T01:30:00Z");
  }

  @Test
  void an_hour_that_does_not_come_has_no_fire() {
    assertThat(fires("30 2 * * *", "2027-03-27T12:00:00Z", "2027-03-29T12:00:00Z"))
        .containsExactly("2027-03-29T00:30:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "0 6 * *, UTC, cron",
    "0 6 31 2 *, UTC, cron",
    "61 6 * * *, UTC, cron",
    "0 6 * * *, Mars/Olympus, time_zone",
    "0 6 * * *, +02:00, time_zone",
    "0 6 * * *, '', time_zone"
  })
  void what_is_wrong_is_named_and_never_due(String cron, String zone, String member) {
    StoredSchedule wrong = schedule(cron, zone);
    assertThat(wrong.fault().orElseThrow()).startsWith(member);
    assertThat(wrong.next(Instant.EPOCH)).isEmpty();
  }

  private static List<String> fires(String cron, String from, String until) {
    StoredSchedule schedule = schedule(cron, "Europe/Berlin");
    List<String> fires = new ArrayList<>();
    Instant end = Instant.parse(until);
    Optional<Instant> next = schedule.next(Instant.parse(from));
    while (next.isPresent() && next.get().isBefore(end)) {
      fires.add(next.get().toString());
      next = schedule.next(next.get());
    }
    return fires;
  }

  private static StoredSchedule schedule(String cron, String zone) {
    return new StoredSchedule("entities", "a", cron, zone, false, Optional.empty(), Instant.EPOCH);
  }
}
