package io.syncline.core.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RecordError;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The errors of a run: all are counted by kind, the first ten are kept as samples (JS-59). Threads
 * may share it.
 */
public final class RunErrors {
  private static final int SAMPLES = 10;

  private final Map<ErrorKind, Integer> counts = new EnumMap<>(ErrorKind.class);
  private final List<RecordError> samples = new ArrayList<>();

  public synchronized void add(RecordError error) {
    counts.merge(error.kind(), 1, Integer::sum);
    if (samples.size() < SAMPLES) {
      samples.add(error);
    }
  }

  public synchronized int count(ErrorKind kind) {
    return counts.getOrDefault(kind, 0);
  }

  public synchronized int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  public synchronized List<RecordError> samples() {
    return List.copyOf(samples);
  }

  /** The document's {@code error_summary}: four counts and the sample messages. */
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
