package io.syncline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.OneLine;
import io.syncline.core.error.RecordError;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.error.TerminalFailure;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run of this process: the variable {@code run} of every exchange of it. Threads may share it.
 */
public final class ActiveRun {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveRun.class);

  private final UUID id;
  private final RunRequest request;
  private final Fence fence;
  private final Instant startedAt;
  private final AtomicInteger seq = new AtomicInteger();
  private final AtomicInteger failuresInARow = new AtomicInteger();
  private final LongAdder apiCalls = new LongAdder();
  private final RunErrors errors = new RunErrors();
  private final Set<String> counted = ConcurrentHashMap.newKeySet();
  private final Map<String, LongAdder> written = new ConcurrentHashMap<>();
  private final Set<Runnable> waits = ConcurrentHashMap.newKeySet();
  private volatile boolean endsWaits;
  private final AtomicReference<Stop> stop = new AtomicReference<>();
  private final AtomicBoolean answered = new AtomicBoolean();
  private final AtomicReference<Supplier<JsonNode>> report = new AtomicReference<>();
  private final AtomicReference<RunOutcome> outcome = new AtomicReference<>(RunOutcome.RUNNING);
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Why a run ends before its end. */
  public record Stop(StopReason reason, String words) {
    private static final int MOST_WORDS = 500;

    /** Words that no database stores would keep the run from being closed. */
    public Stop {
      words = OneLine.of(words, MOST_WORDS);
    }
  }

  ActiveRun(UUID id, RunRequest request, Fence fence, Instant startedAt) {
    this.id = id;
    this.request = request;
    this.fence = fence;
    this.startedAt = startedAt;
  }

  public UUID id() {
    return id;
  }

  public RunRequest request() {
    return request;
  }

  public String pipeline() {
    return request.pipeline();
  }

  public String scope() {
    return request.scope();
  }

  /** Rises by one with each grant of the scope; written rows are checked against it. */
  public long fence() {
    return fence.number();
  }

  /** Who the run is of, as production knows it. */
  public String installation() {
    return fence.installation();
  }

  /** Where production keeps the fence of the run's scope. */
  public String fenceRow() {
    return Fence.row(fence.installation(), scope());
  }

  public boolean isDryRun() {
    return request.dryRun();
  }

  public Instant startedAt() {
    return startedAt;
  }

  public int nextSeq() {
    return seq.incrementAndGet();
  }

  public RunErrors errors() {
    return errors;
  }

  /** Something went wrong: counted and shown, and the run is partial at best (D13). */
  public void trouble(ErrorKind kind, String key, String what) {
    errors.add(new RecordError(kind, key, what));
  }

  /** One HTTP attempt to the source, retries included. */
  public void countCall() {
    apiCalls.increment();
  }

  public int apiCalls() {
    return apiCalls.intValue();
  }

  /** Rows of a batch that staging committed, with what the statement counted; once a batch. */
  public void staged(String stream, UUID batch, int rows, int created, int updated) {
    if (!counted.add("staged " + batch)) {
      return;
    }
    add(stream + ".rows", rows);
    add(stream + ".created", created);
    add(stream + ".updated", updated);
  }

  /** Records of a batch that a database refused for good: they are dead letters; once a batch. */
  public void refused(String stream, String destination, UUID batch, int records) {
    if (counted.add(destination + " " + batch)) {
      add(stream + ".refused_by_" + destination, records);
    }
  }

  /** True the first time: what is tried again after it has worked is not counted again. */
  public boolean countsFirst(UUID letter) {
    return counted.add("letter " + letter);
  }

  /** One of the figures above, such as {@code sales.rows} or {@code sales.refused_by_staging}. */
  public long written(String figure) {
    LongAdder adder = written.get(figure);
    return adder == null ? 0 : adder.sum();
  }

  /** Nothing more will be read or written: what is reported from now on is how the run ended. */
  void ending(RunOutcome how) {
    outcome.set(how);
  }

  /** How the run ended; running until then. */
  public RunOutcome outcome() {
    return outcome.get();
  }

  /** The source said something that the run can use, be it that there is nothing. */
  public void sourceAnswered() {
    answered.set(true);
  }

  /** Whether the run read or wrote anything; one that did not has failed. */
  boolean didSomething() {
    return answered.get() || hasWritten();
  }

  /** Whether a database took or refused a record of the run. */
  public boolean hasWritten() {
    return written.values().stream().anyMatch(figure -> figure.sum() > 0);
  }

  /** A read worked: failures are counted from 0 again. */
  public void readWorked() {
    failuresInARow.set(0);
  }

  /** A read failed in all its tries; answers how many did, one after the other. */
  public int readFailed() {
    return failuresInARow.incrementAndGet();
  }

  /** Asks the run to stop at its next step and ends its waits; the first reason stands. */
  public void stop(StopReason reason, String words) {
    if (outcome.get() == RunOutcome.RUNNING && stop.compareAndSet(null, new Stop(reason, words))) {
      endsWaits = true;
      waits.forEach(Runnable::run);
    }
  }

  /** A wait for somebody outside begins; what ends it is called when the run is asked to stop. */
  public void beginWait(Runnable end) {
    waits.add(end);
    if (endsWaits) {
      end.run();
    }
  }

  public void endWait(Runnable end) {
    waits.remove(end);
  }

  /** Stops the run for a failure, counting it by its kind. */
  public void fail(SyncFailure failure) {
    if (stop.compareAndSet(null, new Stop(failure.reason(), failure.getMessage()))
        && failure.kind() != ErrorKind.OTHER) {
      trouble(failure.kind(), failure.reason().name(), failure.getMessage());
    }
  }

  public Optional<Stop> stopped() {
    return Optional.ofNullable(stop.get());
  }

  /**
   * The check between two steps.
   *
   * @throws TerminalFailure when the run was asked to stop
   */
  public void checkGoingOn() {
    Stop asked = stop.get();
    if (asked != null) {
      throw TerminalFailure.stopped(asked.reason(), asked.words());
    }
  }

  /** The pipeline's own report, read whenever somebody asks how the run stands. */
  public void reportBy(Supplier<JsonNode> supplier) {
    report.set(supplier);
  }

  /** The report as of now; none when it fails, which costs no run its heartbeat or its end. */
  public Optional<JsonNode> report() {
    try {
      return Optional.ofNullable(report.get()).map(Supplier::get);
    } catch (RuntimeException | Error e) {
      LOG.warn("report failed run={}", id, e);
      return Optional.empty();
    }
  }

  CountDownLatch closed() {
    return closed;
  }

  private void add(String figure, int amount) {
    written.computeIfAbsent(figure, f -> new LongAdder()).add(amount);
  }
}
