package io.syncline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Database;
import io.syncline.core.stream.Batch;
import io.syncline.core.stream.StagedCounts;
import io.syncline.core.stream.Stream;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What a run has done so far and what went wrong. Threads may share it. */
public final class Tally {
  private static final String ANSWERED = "answered";
  private static final String STREAMS = "streams";

  private final RunErrors errors = new RunErrors();
  private final AtomicInteger batches = new AtomicInteger();
  private final AtomicInteger failuresInARow = new AtomicInteger();
  private final LongAdder calls = new LongAdder();
  private volatile LongAdder callsCount = calls;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private final AtomicBoolean answered = new AtomicBoolean();
  private final Set<Once> counted = ConcurrentHashMap.newKeySet();
  private final Map<String, Records> byStream = new ConcurrentHashMap<>();
  private final Set<String> mostlyThere = ConcurrentHashMap.newKeySet();

  /** What was counted of a batch or a letter, and is not counted again. */
  private record Once(Event event, UUID id) {}

  private enum Event {
    STAGED,
    REFUSED_BY_STAGING,
    REFUSED_BY_PRODUCTION,
    LETTER
  }

  /**
   * What became of a stream's records.
   *
   * @param staged those that staging committed, whether they changed anything or not
   * @param refusedByStaging those that are dead letters now; of production likewise
   */
  public record Records(
      long staged, long created, long updated, long refusedByStaging, long refusedByProduction) {
    private static final Records NONE = new Records(0, 0, 0, 0, 0);

    private void keep(ObjectNode kept) {
      kept.put("staged", staged).put("created", created).put("updated", updated);
      kept.put("refusedByStaging", refusedByStaging);
      kept.put("refusedByProduction", refusedByProduction);
    }

    private static Records kept(JsonNode kept) {
      return new Records(
          kept.path("staged").asLong(),
          kept.path("created").asLong(),
          kept.path("updated").asLong(),
          kept.path("refusedByStaging").asLong(),
          kept.path("refusedByProduction").asLong());
    }

    private Records plus(Records more) {
      return new Records(
          staged + more.staged,
          created + more.created,
          updated + more.updated,
          refusedByStaging + more.refusedByStaging,
          refusedByProduction + more.refusedByProduction);
    }
  }

  Tally() {}

  /** What became of the records of a stream. */
  public Records of(Stream stream) {
    return byStream.getOrDefault(stream.name(), Records.NONE);
  }

  /** So many records of a batch are committed in staging, with what the statement counted. */
  public void staged(Batch batch, int records, StagedCounts counts) {
    count(Event.STAGED, batch, new Records(records, counts.created(), counts.updated(), 0, 0));
  }

  /** Staging refused records of a batch for good: they are dead letters. */
  public void refusedByStaging(Batch batch, int records) {
    count(Event.REFUSED_BY_STAGING, batch, new Records(0, 0, 0, records, 0));
  }

  /** Production refused records of a batch for good: they are dead letters. */
  public void refusedByProduction(Batch batch, int records) {
    count(Event.REFUSED_BY_PRODUCTION, batch, new Records(0, 0, 0, 0, records));
  }

  /** The same of a batch that was composed, by what the ledger calls it. */
  public void composed(UUID batch, String name, int records, StagedCounts counts) {
    count(
        Event.STAGED, batch, name, new Records(records, counts.created(), counts.updated(), 0, 0));
  }

  private void count(Event event, Batch batch, Records records) {
    count(event, batch.id(), batch.stream().name(), records);
  }

  private void count(Event event, UUID batch, String name, Records records) {
    if (!records.equals(Records.NONE) && counted.add(new Once(event, batch))) {
      byStream.merge(name, records, Records::plus);
    }
  }

  /** A database wrote so many of a batch's records; what it had already it did not write. */
  public void wrote(Database database, Batch batch, int records) {
    String name = database.name() + "/" + batch.stream().name();
    if (records * 2 > batch.records().size()) {
      mostlyThere.remove(name);
    } else if (!batch.records().isEmpty()) {
      mostlyThere.add(name);
    }
  }

  /** Whether that database had at least half of the batch before of the same stream. */
  public boolean hadMost(Database database, Batch batch) {
    return mostlyThere.contains(database.name() + "/" + batch.stream().name());
  }

  /** True the first time: what is tried again after it has worked is not counted again. */
  public boolean countsFirst(UUID letter) {
    return counted.add(new Once(Event.LETTER, letter));
  }

  /** Whether a database took or refused a record of the run. */
  public boolean hasWritten() {
    return !byStream.isEmpty();
  }

  /** The number of the run's next batch. */
  public int nextBatch() {
    return batches.incrementAndGet();
  }

  /** One HTTP attempt to the source, retries included. */
  public void call() {
    callsCount.increment();
  }

  /** From now on calls are those of the run that leads this one. */
  void callsCountOn(Tally parent) {
    callsCount = parent.callsCount;
  }

  /** One statement to the source, retries included, counted also while it is under way. */
  public <T> T call(Supplier<T> statement) {
    call();
    mostAtOnce.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    try {
      return statement.get();
    } finally {
      underWay.decrementAndGet();
    }
  }

  /** How many statements to the source were under way at once, at most. */
  public int mostCallsAtOnce() {
    return mostAtOnce.get();
  }

  public int calls() {
    return calls.intValue();
  }

  /** The source said something that the run can use, be it that there is nothing. */
  public void sourceAnswered() {
    answered.set(true);
  }

  /** A read worked: failures are counted from 0 again. */
  public void readWorked() {
    failuresInARow.set(0);
  }

  /** A read failed in all its tries; answers how many did, one after the other. */
  public int readFailed() {
    return failuresInARow.incrementAndGet();
  }

  /** Whether the run read or wrote anything; one that did not has failed. */
  boolean didSomething() {
    return answered.get() || hasWritten();
  }

  public RunErrors errors() {
    return errors;
  }

  /** What another process needs to count on; the rest stands in the ledger. */
  void keep(ObjectNode kept) {
    kept.put(ANSWERED, answered.get());
    ObjectNode streams = kept.putObject(STREAMS);
    byStream.forEach((name, records) -> records.keep(streams.putObject(name)));
    errors.keep(kept);
  }

  /** Counts on from where a run was kept. */
  void goOnFrom(JsonNode kept, int lastBatch, int callsMade) {
    answered.set(kept.path(ANSWERED).asBoolean());
    batches.set(lastBatch);
    calls.add(callsMade);
    kept.path(STREAMS)
        .properties()
        .forEach(it -> byStream.put(it.getKey(), Records.kept(it.getValue())));
  }
}
