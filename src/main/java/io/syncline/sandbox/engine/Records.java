package io.syncline.sandbox.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The records of one kind that somebody has. They are made when somebody asks, and only what was
 * changed is remembered, so that there may be many. Threads may share it.
 */
public final class Records {
  private final IntFunction<ObjectNode> sample;
  private final IntFunction<Instant> sampleUpdated;
  private final Clock clock;
  private final String createdName;
  private final String updatedName;
  private final Map<Integer, ObjectNode> changed = new HashMap<>();
  private final Set<Integer> gone = new HashSet<>();
  private int count;
  private List<Entry> byUpdate = List.of();
  private boolean isSorted;

  /** Where a record stands when all are sorted by their last update. */
  public record Entry(int number, Instant updated) {}

  /**
   * @param createdName which member tells when a record was made
   * @param updatedName which member tells when it was changed
   */
  public Records(
      int count,
      IntFunction<Instant> sampleUpdated,
      IntFunction<ObjectNode> sample,
      Clock clock,
      String createdName,
      String updatedName) {
    this.count = count;
    this.sampleUpdated = sampleUpdated;
    this.sample = sample;
    this.clock = clock;
    this.createdName = createdName;
    this.updatedName = updatedName;
  }

  /** Those that were updated first before the others. */
  public synchronized List<Entry> byUpdate() {
    if (!isSorted) {
      byUpdate =
          IntStream.range(0, count)
              .filter(number -> !gone.contains(number))
              .mapToObj(number -> new Entry(number, updated(number)))
              .sorted(Comparator.comparing(Entry::updated).thenComparing(Entry::number))
              .toList();
      isSorted = true;
    }
    return byUpdate;
  }

  public synchronized Optional<ObjectNode> find(long number) {
    return number < 0 || number >= count || gone.contains((int) number)
        ? Optional.empty()
        : Optional.of(get((int) number));
  }

  public synchronized ObjectNode get(int number) {
    ObjectNode record = changed.get(number);
    return record == null ? sample.apply(number) : record;
  }

  public synchronized void change(int number, ObjectNode members) {
    ObjectNode record = get(number).deepCopy();
    record.setAll(members);
    touched(number, record);
  }

  public synchronized void remove(int number) {
    gone.add(number);
    isSorted = false;
  }

  /** New ones, as if they came in at this moment. */
  public synchronized List<Integer> add(int more) {
    List<Integer> added = new ArrayList<>();
    for (int i = 0; i < more; i++) {
      ObjectNode record = sample.apply(count).put(createdName, now());
      if (record.has("processedAt")) {
        record.put("processedAt", now());
      }
      added.add(count);
      touched(count++, record);
    }
    return added;
  }

  private void touched(int number, ObjectNode record) {
    changed.put(number, record.put(updatedName, now()));
    isSorted = false;
  }

  private Instant updated(int number) {
    ObjectNode record = changed.get(number);
    return record == null
        ? sampleUpdated.apply(number)
        : Instant.parse(record.path(updatedName).asText());
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
