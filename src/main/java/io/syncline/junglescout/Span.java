package io.syncline.junglescout;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Days from the first to the last, both included; empty when the first is after the last. */
record Span(LocalDate first, LocalDate last) {

  boolean isEmpty() {
    return first.isAfter(last);
  }

  int days() {
    return isEmpty() ? 0 : (int) (last.toEpochDay() - first.toEpochDay()) + 1;
  }

  /** Spans of at most so many days each: the vendor refuses longer ones. */
  List<Span> cutTo(int most) {
    List<Span> parts = new ArrayList<>();
    LocalDate from = first;
    while (!from.isAfter(last)) {
      LocalDate to = from.plusDays(most - 1L);
      parts.add(new Span(from, to.isAfter(last) ? last : to));
      from = to.plusDays(1);
    }
    return parts;
  }

  boolean contains(LocalDate day) {
    return !day.isBefore(first) && !day.isAfter(last);
  }

  @Override
  public String toString() {
    return first + " to " + last;
  }
}
