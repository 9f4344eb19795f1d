package io.syncline.clientapi;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import io.syncline.clientapi.HintStore.Said;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.Hint.RecordId;
import io.syncline.clientapi.platform.Hooks;
import io.syncline.clientapi.record.ClientStreams;
import io.syncline.clientapi.record.StoredRecords;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Tally;
import io.syncline.core.source.ReadFailures;
import io.syncline.core.stream.Batch;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Marks records that a platform said are gone, in the run of their account, after all else is read:
 * what was read before is stored before, so that a type that was not read to its end is left to the
 * next run. Each is asked for first, so that a hint that was wrong changes nothing.
 */
@Component
final class GoneRecords {
  private static final int AT_ONCE = 50;
  private static final int MOST = 2_000;

  private final HintStore hints;
  private final StoredRecords stored;
  private final Map<String, Hooks> hooks;
  private final ReadFailures failures;
  private final Clock clock;

  GoneRecords(
      HintStore hints,
      StoredRecords stored,
      List<Hooks> hooks,
      ReadFailures failures,
      Clock clock) {
    this.hints = hints;
    this.stored = stored;
    this.failures = failures;
    this.hooks = hooks.stream().collect(toMap(Hooks::platform, it -> it));
    this.clock = clock;
  }

  /** Some of one type that are to be looked at. */
  record Part(String type, List<Said> said) {}

  /**
   * A part that was looked at.
   *
   * @param gone the ids of those that are gone
   * @param before what the run had written until then
   */
  record Looked(Part part, List<String> gone, Tally.Records before) {}

  /** What is to be looked at, in parts; nothing where a window is read, or the run has stopped. */
  List<Part> parts(@Variable("progress") AccountProgress progress, @Variable("run") ActiveRun run) {
    if (run.stopped().isPresent()
        || !progress.isToldGone()
        || hooksOf(progress).isEmpty()
        || !progress.isOfChanges()) {
      return List.of();
    }
    List<Part> parts = new ArrayList<>();
    hints.gone(progress.credential().id(), MOST).stream()
        .filter(said -> progress.of(said.record().type()).isComplete())
        .collect(groupingBy(said -> said.record().type(), TreeMap::new, toList()))
        .forEach(
            (type, said) -> {
              for (int from = 0; from < said.size(); from += AT_ONCE) {
                int to = Math.min(from + AT_ONCE, said.size());
                parts.add(new Part(type, said.subList(from, to)));
              }
            });
    return parts;
  }

  /** Asks the platform for each; where it does not answer, the next run does. */
  Looked look(
      @Body Part part,
      @Variable("progress") AccountProgress progress,
      @Variable("run") ActiveRun run) {
    run.checkGoingOn();
    Tally.Records before = run.tally().of(ClientStreams.RECORDS);
    Hooks platform = hooksOf(progress).orElseThrow();
    try {
      List<String> gone =
          part.said().stream()
              .map(Said::record)
              .distinct()
              .filter(record -> platform.isGone(progress.credential(), record, run))
              .map(RecordId::externalId)
              .toList();
      run.tally().readWorked();
      return new Looked(part, gone, before);
    } catch (TransientFailure e) {
      failures.note(part.type(), run, e);
      return new Looked(new Part(part.type(), List.of()), List.of(), before);
    }
  }

  /** Those of them that are stored and not marked yet, with the mark. */
  Batch batch(@Variable("looked") Looked looked, @Variable("progress") AccountProgress progress) {
    Credential of = progress.credential();
    Instant now = clock.instant();
    List<SyncRecord> marked =
        stored.marked(of.clientId(), of.id(), looked.part().type(), looked.gone(), now);
    return Batch.of(ClientStreams.RECORDS, marked, now);
  }

  /** Notes what became of it once staging has it. */
  void written(
      @Variable("looked") Looked looked,
      @Variable("progress") AccountProgress progress,
      @Variable("run") ActiveRun run) {
    String type = looked.part().type();
    Tally.Records after = run.tally().of(ClientStreams.RECORDS);
    progress.set(type, progress.of(type).plus(0, looked.before(), after));
    hints.lookedAt(progress.credential().id(), looked.part().said());
    progress.keep(run.notes());
  }

  private Optional<Hooks> hooksOf(AccountProgress progress) {
    return Optional.ofNullable(hooks.get(progress.credential().platform()));
  }
}
