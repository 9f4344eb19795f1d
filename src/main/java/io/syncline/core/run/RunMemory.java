package io.syncline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.Postponed;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What a run remembers while no process has it, beside what it has done. Threads may share it. */
final class RunMemory {
  private final ConcurrentMap<String, JsonNode> notes = new ConcurrentHashMap<>();
  private final AtomicReference<Postponed> postponed = new AtomicReference<>();
  private volatile String route = "";
  private volatile boolean mayWait;
  private volatile boolean keepsItsPlace;
  private volatile boolean fromQueue;
  private volatile boolean leading;
  private volatile boolean putOff;
  private volatile boolean atEnd;
  private volatile @Nullable String toldAtEnd;

  RunMemory() {}

  ConcurrentMap<String, JsonNode> notes() {
    return notes;
  }

  /** The route that does its work, from the moment it is led. */
  String route() {
    return route;
  }

  /** Whether nothing is left but its end: it holds no lease and writes nothing. */
  boolean isAtEnd() {
    return atEnd;
  }

  void atEnd() {
    atEnd = true;
  }

  /**
   * It is led from now on.
   *
   * @param alone whether the route begins with nothing that no other process has
   */
  void ledBy(String other, boolean alone) {
    route = other;
    mayWait = alone;
  }

  /** Whether another process could lead it on. */
  boolean mayWait() {
    return mayWait;
  }

  /** Whether a rehearsal finds in its notes how far it was: its cursors do not move. */
  boolean keepsItsPlace() {
    return keepsItsPlace;
  }

  void keepItsPlace() {
    keepsItsPlace = true;
  }

  /** Whether it has waited before, so that any process may lead it on. */
  boolean isFromQueue() {
    return fromQueue;
  }

  void cameFromQueue() {
    fromQueue = true;
  }

  /** Whether it has queued runs that it leads. */
  boolean isLeading() {
    return leading;
  }

  void leads() {
    leading = true;
  }

  boolean isPutOff() {
    return putOff;
  }

  void putOff() {
    putOff = true;
  }

  /** What the statement told that followed its end. */
  Optional<String> toldAtEnd() {
    return Optional.ofNullable(toldAtEnd);
  }

  void toldAtEnd(String words) {
    toldAtEnd = words;
  }

  /** What it waits for; the first time that is named stands. */
  Optional<Postponed> postponed() {
    return Optional.ofNullable(postponed.get());
  }

  void postpone(Postponed wait) {
    postponed.compareAndSet(null, wait);
  }
}
