package io.syncline.clientapi;

import io.syncline.clientapi.TypeProgress.State;
import io.syncline.clientapi.platform.Position;
import io.syncline.clientapi.platform.Reading;
import io.syncline.clientapi.record.ClientStreams;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Tally;
import io.syncline.core.source.ReadFailures;
import io.syncline.core.stream.Batch;
import io.syncline.core.write.PageBatches;
import java.util.Map;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Reads an account page by page, each from the position that stands in staging: it was stored with
 * the rows of the page before, so that nothing is passed over whatever dies. Those of all types are
 * asked for at once; what moves one knows where it stands then.
 */
@Component
record AccountPages(
    Positions positions,
    PageReading pages,
    PageBatches batches,
    ReadFailures failures,
    SyncLog log) {

  /**
   * The next page of the type that is read now. One that cannot be read costs its type only, until
   * so many have failed one after the other that the platform is taken to be away.
   *
   * @throws TerminalFailure for a platform that leads nowhere
   */
  FetchedPage fetch(
      @Variable("progress") AccountProgress progress, @Variable("run") ActiveRun run) {
    run.checkGoingOn();
    Reading reading = progress.reading().orElseThrow();
    Position from = from(progress, reading, run);
    PageReading.Read read = read(progress, reading, from, run);
    FetchedPage page = new FetchedPage(reading, from, read.fetched(), read.rows(), written(run));
    if (!read.fetched().isLast() && !page.moves()) {
      throw TerminalFailure.stopped(
          StopReason.SOURCE_GARBAGE, reading.type() + " goes on where it began; nothing was read");
    }
    return page;
  }

  private Position from(AccountProgress progress, Reading reading, ActiveRun run) {
    Map<String, Position> known = progress.positions();
    if (known.isEmpty()) {
      known.putAll(positions.of(run, progress.readings()));
    }
    return known.getOrDefault(reading.type(), Position.FIRST);
  }

  private PageReading.Read read(
      AccountProgress progress, Reading reading, Position from, ActiveRun run) {
    try {
      PageReading.Read read = pages.read(progress, reading, from, run);
      run.tally().readWorked();
      return read;
    } catch (TransientFailure e) {
      failures.note(reading.type(), run, e);
      TypeProgress failed = progress.of(reading.type()).in(State.PARTIAL, e.getMessage());
      progress.set(reading.type(), failed);
      return PageReading.Read.nothing(from);
    }
  }

  /** Its records as a batch, which moves the position; what cannot be read is kept as it came. */
  Batch batch(
      @Variable("page") FetchedPage page,
      @Variable("progress") AccountProgress progress,
      @Variable("run") ActiveRun run) {
    Batch batch = batches.one(run, ClientStreams.RECORDS, page.rows());
    String type = page.reading().type();
    progress.set(type, progress.of(type).rejecting(page.rows().rejected().size()));
    return page.moves()
        ? batch.moving(positions.move(run, page.reading(), page.fetched().position()))
        : batch;
  }

  /** Notes what the page came to, once staging has it. */
  void written(
      @Variable("page") FetchedPage page,
      @Variable("progress") AccountProgress progress,
      @Variable("run") ActiveRun run) {
    String type = page.reading().type();
    if (page.moves()) {
      progress.positions().put(type, page.fetched().position());
    }
    TypeProgress so = progress.of(type).plus(page.records(), page.before(), written(run));
    if (page.fetched().skipped().isPresent()) {
      so = so.in(State.SKIPPED, page.fetched().skipped().get());
    } else if (page.fetched().isLast() && !so.isOver()) {
      so = so.in(State.COMPLETE, null);
      log.stored(progress.credential(), type, so);
    }
    progress.set(type, so);
    progress.keep(run.notes());
  }

  private static Tally.Records written(ActiveRun run) {
    return run.tally().of(ClientStreams.RECORDS);
  }
}
