package io.syncline.clientapi;

import io.syncline.clientapi.platform.Fetched;
import io.syncline.clientapi.platform.Position;
import io.syncline.clientapi.platform.Reading;
import io.syncline.core.record.Page;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Aside;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads a page and makes its rows. Where the next one asks the platform nothing it is begun while
 * this one is written, one ahead: were this one not written, nobody would ask for the next.
 */
@Component
record PageReading(RecordRows rows, Aside aside) {
  private static final Logger LOG = LoggerFactory.getLogger(PageReading.class);

  /**
   * What was read of a page.
   *
   * @param fetched without its records, of which rows were made
   */
  record Read(Fetched fetched, Page rows) {

    /** The end where it began. */
    static Read nothing(Position from) {
      return new Read(new Fetched(List.of(), from, true), RecordRows.NONE);
    }
  }

  /** A page that is being read. */
  record Ahead(Reading reading, Position from, Supplier<Read> read) {}

  /** The page from there, which may have been begun. */
  Read read(AccountProgress progress, Reading reading, Position from, ActiveRun run) {
    Read read =
        progress
            .ahead()
            .filter(it -> it.reading().equals(reading) && it.from().equals(from))
            .flatMap(PageReading::done)
            .orElseGet(() -> now(progress, reading, from, run));
    if (read.fetched().isFollowed()) {
      Position next = read.fetched().position();
      progress.begun(
          new Ahead(reading, next, aside.begin(() -> now(progress, reading, next, run))));
    }
    return read;
  }

  /** None where it failed: what was wrong may have passed, and the step that asks is told. */
  private static Optional<Read> done(Ahead page) {
    try {
      return Optional.of(page.read().get());
    } catch (RuntimeException e) {
      LOG.debug("page is read again type={}", page.reading().type(), e);
      return Optional.empty();
    }
  }

  private Read now(AccountProgress progress, Reading reading, Position from, ActiveRun run) {
    Fetched fetched = progress.client().next(progress.credential(), reading, from, run);
    Page made = rows.of(progress, reading.type(), fetched, run.id());
    return new Read(fetched.emptied(), made);
  }
}
