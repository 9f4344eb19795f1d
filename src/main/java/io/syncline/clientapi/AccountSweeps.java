package io.syncline.clientapi;

import io.syncline.clientapi.TypeProgress.State;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.Fetched;
import io.syncline.clientapi.platform.Position;
import io.syncline.clientapi.platform.Reading;
import io.syncline.clientapi.sweep.ListedPage;
import io.syncline.clientapi.sweep.Marks;
import io.syncline.clientapi.sweep.Sweep;
import io.syncline.clientapi.sweep.SweepEnd;
import io.syncline.clientapi.sweep.SweepPlaces;
import io.syncline.clientapi.sweep.SweepStep;
import io.syncline.clientapi.sweep.SweptIds;
import io.syncline.clientapi.sweep.SweptType;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.ReadFailures;
import io.syncline.core.write.Composition;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Sweeps an account, type after type: lists which records its platform has, page by page, and marks
 * those of ours that it has no more.
 *
 * <ol>
 *   <li>Each step is a composition which moves the type's cursor; the next one goes on from there.
 *   <li>Only a listing that came to its end marks anything; of one that is withheld in part, breaks
 *       off or leads nowhere it is said.
 *   <li>Where more is missing than ever goes at once, nothing is marked.
 *   <li>A dry run lists all the same, shows the first records that it would mark and counts all.
 * </ol>
 */
@Component
record AccountSweeps(
    SweepPlaces places,
    SweptIds ids,
    ReadFailures failures,
    SweepSettings settings,
    SyncLog log,
    Clock clock) {

  /** The next step of the type that is swept now. */
  Composition next(@Variable("progress") AccountProgress progress, @Variable("run") ActiveRun run) {
    run.checkGoingOn();
    Reading reading = progress.reading().orElseThrow();
    SweptType swept = swept(progress, reading);
    Sweep sweep =
        stored(reading, run)
            .filter(it -> it.isOver() || (it.isOf(swept) && !isLost(swept, it)))
            .orElseGet(() -> Sweep.begun(run.id(), clock.instant(), swept));
    return places.rehearsed(next(progress, new Step(reading, swept, sweep, run)), run);
  }

  private SweepStep next(AccountProgress progress, Step step) {
    if (step.sweep.isOver()) {
      return new SweepEnd(step.swept, step.sweep);
    }
    return step.sweep.isListed() ? mark(step) : list(progress, step);
  }

  /** A crash of the server took what was listed, which is known at the end of the listing only. */
  private boolean isLost(SweptType swept, Sweep sweep) {
    return sweep.isListed() && sweep.after().isEmpty() && !ids.hasAll(swept, sweep);
  }

  private record Step(Reading reading, SweptType swept, Sweep sweep, ActiveRun run) {

    SweepStep ends(State state, @Nullable String why) {
      return new SweepEnd(swept, sweep.ended(state.word(), why));
    }

    /** The type is not swept, and the run is not complete. */
    SweepStep fails(String why) {
      run.trouble(ErrorKind.API, reading.type(), reading.type() + ": " + why);
      return ends(State.PARTIAL, why);
    }
  }

  private SweepStep list(AccountProgress progress, Step step) {
    Position from = new Position(step.sweep.at());
    Fetched fetched;
    try {
      fetched = progress.client().next(progress.credential(), step.reading, from, step.run);
    } catch (TransientFailure e) {
      failures.note(step.reading.type(), step.run, e);
      return step.ends(State.PARTIAL, e.getMessage());
    } catch (TerminalFailure e) {
      if (e.reason() != StopReason.SOURCE_FAILED) {
        throw e;
      }
      return step.fails(String.valueOf(e.getMessage()));
    }
    step.run.tally().readWorked();
    if (fetched.skipped().isPresent()) {
      return step.ends(State.SKIPPED, fetched.skipped().get());
    }
    if (fetched.isPartial()) {
      return step.fails("something of the listing is withheld; nothing was marked");
    }
    if (!fetched.isLast() && fetched.position().equals(from)) {
      return step.fails("the listing goes on where it began; nothing was marked");
    }
    return listed(progress, step, fetched);
  }

  private static SweepStep listed(AccountProgress progress, Step step, Fetched fetched) {
    Credential credential = progress.credential();
    List<String> page;
    try {
      page =
          fetched.records().stream()
              .map(it -> progress.mapper().map(credential, step.reading.type(), it).externalId())
              .toList();
    } catch (IllegalArgumentException e) {
      return step.fails(e.getMessage() + " is listed; nothing was marked");
    }
    return new ListedPage(
        step.swept, step.sweep, page, fetched.position().value(), fetched.isLast());
  }

  private SweepStep mark(Step step) {
    boolean isFirst = step.sweep.after().isEmpty();
    Sweep sweep = step.sweep;
    if (isFirst) {
      SweptIds.Compared ours = ids.compare(step.swept, step.sweep);
      if (ours.isLoss(settings.mostGone(), settings.mostGonePercent())) {
        return step.fails(
            "%s of %s are not listed, too many to be believed; nothing was marked"
                .formatted(ours.missing(), ours.live()));
      }
      if (ours.isAlike()) {
        return step.ends(State.COMPLETE, null);
      }
      sweep = step.run.isDryRun() ? sweep.counted(ours.missing() + ours.back()) : sweep;
    } else if (step.run.isDryRun()) {
      return step.ends(State.COMPLETE, null);
    }
    List<String> keys = ids.contradicting(step.swept, sweep, settings.rows());
    return keys.isEmpty() ? step.ends(State.COMPLETE, null) : new Marks(step.swept, sweep, keys);
  }

  /** Notes what the step came to, once staging has it. */
  void composed(@Variable("progress") AccountProgress progress, @Variable("run") ActiveRun run) {
    Reading reading = progress.reading().orElseThrow();
    Sweep sweep = stored(reading, run).orElseThrow();
    State state =
        sweep.isOver() ? State.valueOf(sweep.state().toUpperCase(Locale.ROOT)) : State.PARTIAL;
    TypeProgress so = new TypeProgress(sweep.ids(), 0, sweep.marked(), 0, 0, state, sweep.reason());
    progress.set(reading.type(), so);
    progress.keep(run.notes());
    if (sweep.isOver() && !run.isDryRun()) {
      log.swept(progress.credential(), reading.type(), so);
    }
  }

  private Optional<Sweep> stored(Reading reading, ActiveRun run) {
    return places.find(reading.cursor(), run);
  }

  private static SweptType swept(AccountProgress progress, Reading reading) {
    Credential credential = progress.credential();
    return new SweptType(
        credential.clientId(),
        credential.id(),
        reading.type(),
        reading.cursor(),
        progress.mapper().endings(credential));
  }
}
