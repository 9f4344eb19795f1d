package io.syncline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RecordError;
import io.syncline.core.error.RowError;
import io.syncline.core.error.Severity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What went wrong in a run: everything is counted and goes to {@code sync_errors}, the first ten
 * errors are kept as samples (JS-59) and the first two hundred entries for the run's own row.
 * Warnings are entries and no errors. Threads may share it.
 */
public final class RunErrors {
  private static final int SAMPLES = 10;
  private static final int ITEMS = 200;
  private static final String COUNTS = "errors";
  private static final String SAMPLED = "samples";
  private static final String WARNINGS = "warnings";

  private final Map<ErrorKind, Integer> counts = new EnumMap<>(ErrorKind.class);
  private final List<RecordError> samples = new ArrayList<>();
  private final List<RowError> items = new ArrayList<>();
  private final Deque<Numbered> unsaved = new ArrayDeque<>();
  private int warnings;
  private int numbers;

  /** An entry with its number in the run. */
  public record Numbered(int seq, RowError entry) {}

  public synchronized void add(RecordError error) {
    count(error);
    entered(error.entry());
  }

  /** An entry of one row: an error, or a warning. */
  public synchronized void add(RowError entry) {
    weigh(entry);
    entered(entry);
  }

  /** An error that is about no row. */
  synchronized void add(ErrorKind kind, RowError entry) {
    count(kind, entry);
    entered(entry);
  }

  private void entered(RowError entry) {
    unsaved.add(new Numbered(++numbers, entry));
    show(entry);
  }

  /** Gives entries their numbers, for who stores them in a transaction of its own. */
  public synchronized List<Numbered> number(List<RowError> entries) {
    return entries.stream().map(entry -> new Numbered(++numbers, entry)).toList();
  }

  /** Counts entries whose transaction is committed. */
  public synchronized void stored(List<Numbered> entries) {
    for (Numbered it : entries) {
      weigh(it.entry());
      show(it.entry());
    }
  }

  private void weigh(RowError entry) {
    if (entry.severity() == Severity.WARNING) {
      warnings++;
    } else {
      count(entry.code().startsWith("DB_") ? ErrorKind.DB : ErrorKind.PARSE, entry);
    }
  }

  private void count(ErrorKind kind, RowError entry) {
    count(new RecordError(kind, entry.rowRef(), entry.message()));
  }

  private void count(RecordError error) {
    counts.merge(error.kind(), 1, Integer::sum);
    if (samples.size() < SAMPLES) {
      samples.add(error);
    }
  }

  private void show(RowError entry) {
    if (items.size() < ITEMS) {
      items.add(entry);
    }
  }

  public synchronized int count(ErrorKind kind) {
    return counts.getOrDefault(kind, 0);
  }

  public synchronized int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  public synchronized int warnings() {
    return warnings;
  }

  public synchronized List<RecordError> samples() {
    return List.copyOf(samples);
  }

  /** Entries that {@code sync_errors} does not have yet, so many at the most. */
  synchronized List<Numbered> unsaved(int most) {
    return unsaved.stream().limit(most).toList();
  }

  /** It has them up to that one. */
  synchronized void saved(Numbered last) {
    unsaved.removeIf(it -> it.seq() <= last.seq());
  }

  /** What the ledger's row says: how many entries there are, and the first of them. */
  synchronized ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("total", total() + warnings);
    var shown = json.putArray("items");
    items.forEach(entry -> shown.add(EntryJson.of(entry)));
    return json;
  }

  /** What another process needs to count on beside {@link #json}. */
  synchronized void keep(ObjectNode kept) {
    ObjectNode byKind = kept.putObject(COUNTS);
    counts.forEach((kind, count) -> byKind.put(kind.name(), count));
    kept.put(WARNINGS, warnings);
    var sampled = kept.putArray(SAMPLED);
    samples.forEach(
        it ->
            sampled
                .addObject()
                .put("kind", it.kind().name())
                .put("key", it.key())
                .put("message", it.message()));
  }

  /**
   * Counts on from where a run was kept.
   *
   * @param shown what {@link #json} told of it
   * @param last the number of its last entry
   */
  synchronized void goOnFrom(JsonNode kept, JsonNode shown, int last) {
    kept.path(COUNTS)
        .properties()
        .forEach(it -> counts.put(ErrorKind.valueOf(it.getKey()), it.getValue().asInt()));
    kept.path(SAMPLED)
        .forEach(
            it ->
                samples.add(
                    new RecordError(
                        ErrorKind.valueOf(it.path("kind").asText()),
                        it.path("key").asText(),
                        it.path("message").asText())));
    shown.path("items").forEach(it -> items.add(EntryJson.read(it)));
    warnings = kept.path(WARNINGS).asInt();
    numbers = last;
  }

  /** Document 004's {@code error_summary}: four counts and the sample messages. */
  public synchronized ObjectNode summary() {
    ObjectNode summary = JsonNodeFactory.instance.objectNode();
    for (ErrorKind kind : ErrorKind.values()) {
      summary.put(kind.word() + "_errors", count(kind));
    }
    var messages = summary.putArray("sample_errors");
    samples.forEach(sample -> messages.add(sample.message()));
    return summary;
  }
}
