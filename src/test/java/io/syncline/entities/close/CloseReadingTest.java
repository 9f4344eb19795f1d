package io.syncline.entities.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.source.SourceAnswer;
import io.syncline.entities.source.FeedOrder;
import io.syncline.entities.source.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Against a Close of this test's own, which may forget a cursor and change under the reader. */
class CloseReadingTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final List<ObjectNode> leads = new ArrayList<>();
  private int cap = 10_000;
  private int cursorsLost;
  private int calls;
  private Runnable between = () -> {};

  @Test
  void a_walk_goes_on_to_its_end() {
    fill(25, 40);
    assertThat(ids(read(Optional.empty(), 0))).hasSize(25);
    assertThat(calls).isEqualTo(3);
  }

  @Test
  void what_a_walk_leaves_out_at_its_cap_is_read_by_the_next() {
    fill(100, 12);
    cap = 30;
    assertThat(ids(read(Optional.empty(), 0))).hasSize(100);
  }

  @Test
  void a_cursor_that_has_ended_costs_no_record() {
    fill(100, 6);
    cursorsLost = 5;
    assertThat(ids(read(Optional.empty(), 0))).hasSize(100);
  }

  @Test
  void more_on_one_day_than_a_walk_yields_is_a_failure_and_not_less() {
    fill(100, 0);
    cap = 30;
    assertThatThrownBy(() -> read(Optional.empty(), 0))
        .isInstanceOf(TerminalFailure.class)
        .hasMessageContaining("more of lead on one day");
  }

  @Test
  void a_cursor_that_never_holds_is_a_failure() {
    fill(100, 0);
    cursorsLost = 1_000;
    assertThatThrownBy(() -> read(Optional.empty(), 0)).isInstanceOf(TerminalFailure.class);
  }

  @Test
  void pages_that_do_not_end_are_a_failure() {
    ObjectNode page = JSON.objectNode().put("cursor", "on");
    page.putArray("data");
    CloseReading reading = reading(Optional.empty(), 0);
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () ->
            assertThatThrownBy(() -> reading.read(body -> new SourceAnswer(200, page)))
                .isInstanceOf(TerminalFailure.class)
                .hasMessageContaining("do not end; 20000 were read"));
  }

  @Test
  void a_record_that_changed_meanwhile_is_taken_once_and_as_it_is_now() {
    fill(25, 40);
    between =
        () -> {
          ObjectNode first = leads.remove(0);
          leads.add(
              first.deepCopy().put("date_updated", "2027-01-01T00:00:00Z").put("name", "new"));
          between = () -> {};
        };
    CloseReading reading = read(Optional.empty(), 0);
    List<JsonNode> read = records(reading);
    assertThat(read)
        .extracting(it -> it.path("id").asText())
        .doesNotHaveDuplicates()
        .contains("lead_0");
    assertThat(read.get(read.size() - 1).path("name").asText()).isEqualTo("new");
    assertThat(reading.newest()).contains(Instant.parse("2027-01-01T00:00:00Z"));
  }

  @Test
  void what_is_older_than_the_watermark_is_dropped_although_its_day_is_asked_for() {
    fill(100, 6);
    Instant since = Instant.parse("2026-01-10T03:00:00Z");
    CloseReading reading = read(Optional.of(since), 0);
    assertThat(records(reading))
        .isNotEmpty()
        .allMatch(it -> !Instant.parse(it.path("date_updated").asText()).isBefore(since));
  }

  @Test
  void so_many_as_are_enough_end_the_reading() {
    fill(100, 6);
    read(Optional.empty(), 15);
    assertThat(calls).isEqualTo(2);
  }

  /** So many leads, an hour apart times so many. */
  private void fill(int count, int hours) {
    IntStream.range(0, count)
        .mapToObj(
            number ->
                JSON.objectNode()
                    .put("id", "lead_" + number)
                    .put(
                        "date_updated",
                        Instant.parse("2026-01-01T00:00:00Z")
                            .plusSeconds(3_600L * hours * number)
                            .toString()))
        .forEach(leads::add);
  }

  private CloseReading read(Optional<Instant> since, int most) {
    CloseReading reading = reading(since, most);
    reading.read(this::page);
    return reading;
  }

  private CloseReading reading(Optional<Instant> since, int most) {
    FeedOrder feed =
        new FeedOrder(
            UUID.randomUUID(), "lead", OptionalLong.empty(), Set.of(), Optional.empty(), most);
    CloseSearch search = new CloseSearch("lead", CloseSearch.members(Set.of("name")), 10);
    return new CloseReading(search, feed, since, cap);
  }

  private SourceAnswer page(JsonNode search) {
    calls++;
    int from = search.path("cursor").asInt(0);
    if (from > 0 && cursorsLost-- > 0) {
      return new SourceAnswer(400, JSON.objectNode());
    }
    String day = search.at("/query/queries/1/condition/on_or_after/value").asText("1970-01-01");
    List<ObjectNode> found =
        leads.stream()
            .filter(
                it ->
                    it.path("date_updated").asText().compareTo(LocalDate.parse(day).toString())
                        >= 0)
            .limit(cap)
            .toList();
    ArrayNode data = JSON.arrayNode();
    found.stream().skip(from).limit(10).forEach(data::add);
    boolean isLast = from + 10 >= found.size();
    ObjectNode answer = JSON.objectNode();
    answer.set("data", data);
    answer.put("cursor", isLast ? null : String.valueOf(from + 10));
    between.run();
    return new SourceAnswer(200, answer);
  }

  private static List<JsonNode> records(CloseReading reading) {
    return StreamSupport.stream(reading.rows().spliterator(), false)
        .map(row -> ((Row.OfApi) row).record().json())
        .toList();
  }

  private static List<String> ids(CloseReading reading) {
    return records(reading).stream().map(it -> it.path("id").asText()).distinct().toList();
  }
}
