package io.syncline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.database.Database;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.OneLine;
import io.syncline.core.error.RecordError;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.error.TerminalFailure;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
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
  private final Map<StopReason, StopReason> codes;
  private final Tally tally = new Tally();
  private final Waits waits = new Waits();
  private final RunMemory memory = new RunMemory();
  private final AtomicReference<Stop> stop = new AtomicReference<>();
  private final AtomicReference<Progress> progress = new AtomicReference<>();
  private final AtomicReference<Supplier<?>> aside = new AtomicReference<>();
  private final ConcurrentMap<String, Lock> turns = new ConcurrentHashMap<>();
  private volatile RunOutcome outcome = RunOutcome.RUNNING;
  private volatile RunOutcome worstChild = RunOutcome.COMPLETED;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Why a run ends before its end. */
  public record Stop(StopReason reason, String words) {
    private static final int MOST_WORDS = 500;

    /** Words that no database stores would keep the run from being closed. */
    public Stop {
      words = OneLine.of(words, MOST_WORDS);
    }
  }

  /** A run whose failures have the codes of the core, but for these. */
  ActiveRun(
      UUID id,
      RunRequest request,
      Fence fence,
      Instant startedAt,
      Map<StopReason, StopReason> codes) {
    this.id = id;
    this.request = request;
    this.fence = fence;
    this.startedAt = startedAt;
    this.codes = codes;
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

  /** What the run has done. */
  public Tally tally() {
    return tally;
  }

  public RunErrors errors() {
    return tally.errors();
  }

  /** Something went wrong: counted and shown, and the run is partial at best (D13). */
  public void trouble(ErrorKind kind, String key, String what) {
    tally.errors().add(new RecordError(kind, key, what));
  }

  /** Nothing more will be read or written: what is reported from now on is how the run ended. */
  void ending(RunOutcome how) {
    outcome = how;
  }

  /** How the run ended; running until then. */
  public RunOutcome outcome() {
    return outcome;
  }

  /** A run that this one leads is over. */
  synchronized void childEnded(RunOutcome how) {
    worstChild = worstChild.worse(how);
    if (how == RunOutcome.COMPLETED || how == RunOutcome.PARTIAL) {
      tally.sourceAnswered();
    }
  }

  /** How the worst of the runs ended that this one leads; completed where it leads none. */
  RunOutcome worstChild() {
    return worstChild;
  }

  /** Asks the run to stop at its next step and ends its waits; the first reason stands. */
  public void stop(StopReason reason, String words) {
    if (outcome == RunOutcome.RUNNING && stop.compareAndSet(null, coded(reason, words))) {
      waits.endAll();
    }
  }

  /** What the pipeline keeps for the time after the run has waited, by names of its own. */
  public ConcurrentMap<String, JsonNode> notes() {
    return memory.notes();
  }

  /** Its notes say how far it is, so that it may wait as a dry run as well. */
  public void keepsItsPlace() {
    memory.keepItsPlace();
  }

  RunMemory memory() {
    return memory;
  }

  /** Whether it waits in the ledger: this process has it no longer, and nothing has ended. */
  public boolean isPutOff() {
    return memory.isPutOff();
  }

  /** What the pipeline's statement told that followed the end of the run ({@link OnEnd}). */
  public Optional<String> toldAtEnd() {
    return memory.toldAtEnd();
  }

  /** What the run waits for outside. */
  public Waits waits() {
    return waits;
  }

  private Stop coded(StopReason reason, String words) {
    return new Stop(codes.getOrDefault(reason, reason), words);
  }

  /** Stops the run for a failure, counting it by its kind where failures are no errors apart. */
  public void fail(SyncFailure failure) {
    if (stop.compareAndSet(null, coded(failure.reason(), failure.getMessage()))
        && codes.isEmpty()
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

  /**
   * Something of the run goes on aside, and the run ends after it.
   *
   * @throws IllegalStateException when what went on before is not settled: its end would be lost
   */
  public void goesOn(Supplier<?> work) {
    if (!aside.compareAndSet(null, work)) {
      throw new IllegalStateException("two deliveries of a run at once: write by core.write");
    }
  }

  /**
   * Held by who writes a batch to a database, in the order in which they came. Two statements of a
   * run at once would wait for each other's pages of one index (decision 0154).
   */
  public Lock turn(Database database) {
    return turns.computeIfAbsent(database.name(), name -> new ReentrantLock(true));
  }

  /** Waits for what goes on aside, and throws what that threw. */
  public void settle() {
    Optional.ofNullable(aside.getAndSet(null)).ifPresent(Supplier::get);
  }

  /** Who tells how the run stands, whenever somebody asks. */
  public <T extends Progress> T reportBy(T pipelines) {
    progress.set(pipelines);
    return pipelines;
  }

  /** How far the run is, for its own pipeline; none before its first step. */
  public <T extends Progress> Optional<T> progress(Class<T> type) {
    return Optional.ofNullable(progress.get()).filter(type::isInstance).map(type::cast);
  }

  /** The report as of now; none when it fails, which costs no run its heartbeat or its end. */
  public Optional<JsonNode> report() {
    return told(Progress::report);
  }

  /** How far the run is; none while its pipeline counts nothing. */
  Optional<HowFar> howFar() {
    return told(it -> new HowFar(it.reached(), it.total()))
        .filter(it -> it.reached() > 0 || it.total() > 0);
  }

  private <T> Optional<T> told(Function<Progress, T> part) {
    try {
      return Optional.ofNullable(progress.get()).map(part);
    } catch (RuntimeException | Error e) {
      LOG.warn("report failed run={}", id, e);
      return Optional.empty();
    }
  }

  CountDownLatch closed() {
    return closed;
  }
}
