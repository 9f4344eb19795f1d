package io.syncline.core.verify;

import io.syncline.core.verify.Verification.Fault;
import io.syncline.core.verify.Verification.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts faults and keeps the first keys of each. One thread at a time. */
final class CountedFindings implements Findings {
  private static final int EXAMPLES = 20;

  private final Map<Fault, Map<String, Counted>> counted = new TreeMap<>();

  @Override
  public void add(Fault fault, String subject, String key) {
    counted
        .computeIfAbsent(fault, f -> new TreeMap<>())
        .computeIfAbsent(subject, s -> new Counted())
        .add(key);
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    counted.forEach(
        (fault, subjects) ->
            subjects.forEach(
                (subject, found) ->
                    findings.add(new Finding(fault, subject, found.count, found.examples))));
    return findings;
  }

  private static final class Counted {
    private final List<String> examples = new ArrayList<>();
    private long count;

    private void add(String key) {
      count++;
      if (examples.size() < EXAMPLES) {
        examples.add(key);
      }
    }
  }
}
