package io.syncline.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a trigger asks for.
 *
 * @param scope what at most one run at a time may work on, in the whole cluster
 * @param slot the trigger's identity: a schedule's slot or an {@code Idempotency-Key}; the same one
 *     starts a run once
 * @param patience how long the caller waits for the end of the run; zero for not at all
 * @param turn how long the request waits for a scope that is held
 * @param parent the run that leads it
 */
public record RunRequest(
    String pipeline,
    String scope,
    Trigger trigger,
    Optional<String> slot,
    String caller,
    ObjectNode parameters,
    boolean dryRun,
    boolean debug,
    Duration patience,
    Turn turn,
    Optional<UUID> parent) {

  /** A request that no run leads. */
  public RunRequest(
      String pipeline,
      String scope,
      Trigger trigger,
      Optional<String> slot,
      String caller,
      ObjectNode parameters,
      boolean dryRun,
      boolean debug,
      Duration patience,
      Turn turn) {
    this(
        pipeline,
        scope,
        trigger,
        slot,
        caller,
        parameters,
        dryRun,
        debug,
        patience,
        turn,
        Optional.empty());
  }

  /** A request of nobody who waits, for a run that writes. */
  public static RunRequest of(
      String pipeline, String scope, Trigger trigger, String caller, ObjectNode parameters) {
    return new RunRequest(
        pipeline,
        scope,
        trigger,
        Optional.empty(),
        caller,
        parameters,
        false,
        false,
        Duration.ZERO,
        Turn.NONE);
  }

  /** The word of runs that belong to no pipeline, whose work is the route {@code core.sync}. */
  public static final String CORE = "core";

  /**
   * How long a request waits for its turn; zero for a refusal at once.
   *
   * @param behindSame whether it waits also for a run that was asked for the very same
   * @param shares whether one run may do it together with others that wait
   */
  public record Turn(Duration longest, boolean behindSame, boolean shares) {
    /** A request that is refused while its scope is held. */
    public static final Turn NONE = new Turn(Duration.ZERO, false, false);

    /** The same, where one run may serve several. */
    public Turn sharing() {
      return new Turn(longest, behindSame, true);
    }
  }

  /** Whom the ledger names: a token's subject, a message's id; a schedule is nobody. */
  public Optional<String> triggeredBy() {
    return trigger == Trigger.SCHEDULE ? Optional.empty() : Optional.of(caller);
  }

  /** The texts of a list that is asked for; none where it is not. */
  public List<String> texts(String list) {
    List<String> texts = new ArrayList<>();
    parameters.path(list).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** The same request, which waits for the run that holds its scope. */
  public RunRequest queueing(Turn other) {
    return new RunRequest(
        pipeline, scope, trigger, slot, caller, parameters, dryRun, debug, patience, other, parent);
  }

  /** The same request for something else. */
  public RunRequest asking(ObjectNode other) {
    return new RunRequest(
        pipeline, scope, trigger, slot, caller, other, dryRun, debug, patience, turn, parent);
  }

  /** The same request with another identity. */
  public RunRequest inSlot(Optional<String> other) {
    return new RunRequest(
        pipeline, scope, trigger, other, caller, parameters, dryRun, debug, patience, turn, parent);
  }

  /** A request for a run that this one's run leads: by the same, rehearsed as this one is. */
  public RunRequest child(String itsScope, ObjectNode asked) {
    return new RunRequest(
        pipeline,
        itsScope,
        trigger,
        Optional.empty(),
        caller,
        asked,
        dryRun,
        debug,
        Duration.ZERO,
        Turn.NONE);
  }

  /** The same request, led by that run. */
  RunRequest under(UUID leading) {
    return new RunRequest(
        pipeline,
        scope,
        trigger,
        slot,
        caller,
        parameters,
        dryRun,
        debug,
        patience,
        turn,
        Optional.of(leading));
  }

  /** The same as a tick of a schedule asks for it: it waits for nobody. */
  public RunRequest ofSchedule(String key) {
    return new RunRequest(
        pipeline,
        scope,
        Trigger.SCHEDULE,
        Optional.of(key),
        "schedule",
        parameters,
        dryRun,
        debug,
        Duration.ZERO,
        turn);
  }

  /** The same as somebody asks for it, who waits so long for its end. */
  public RunRequest byHand(String somebody, Optional<String> key, Duration longest) {
    return new RunRequest(
        pipeline, scope, Trigger.MANUAL, key, somebody, parameters, dryRun, debug, longest, turn);
  }

  /** What started a run. */
  public enum Trigger {
    /** Somebody: by a token, the command line or the console. */
    MANUAL,
    SCHEDULE,
    /** Another service, by a secret. */
    WEBHOOK,
    /** A dead letter that is written again. */
    REPLAY,
    /** A field that somebody changed by hand. */
    EDIT;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
