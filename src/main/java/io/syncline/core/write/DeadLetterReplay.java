package io.syncline.core.write;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.database.Databases;
import io.syncline.core.database.Sql;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.letter.DeadLetter;
import io.syncline.core.letter.DeadLetterRows;
import io.syncline.core.letter.LetterClosing;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.relay.Outbox;
import io.syncline.core.relay.RelayCopy;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.LeasedWrites;
import io.syncline.core.stream.Batch;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.StreamRows;
import io.syncline.core.stream.Streams;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The beans behind {@code core.replay}: the letter's record goes the way of every other record. */
@Component
final class DeadLetterReplay {
  private final DeadLetterRows letters;
  private final Streams streams;
  private final Databases databases;
  private final LeasedWrites writes;
  private final Outbox outbox;
  private final Leftovers leftovers;
  private final Clock clock;

  DeadLetterReplay(
      DeadLetterRows letters,
      Streams streams,
      Databases databases,
      LeasedWrites writes,
      Outbox outbox,
      Leftovers leftovers,
      Clock clock) {
    this.letters = letters;
    this.streams = streams;
    this.databases = databases;
    this.writes = writes;
    this.outbox = outbox;
    this.leftovers = leftovers;
    this.clock = clock;
  }

  /** What is to be written: the letter's record, unless production was given it already. */
  List<Batch> batches(@Variable("run") ActiveRun run) {
    DeadLetter letter = letters.find(idOf(run)).orElseThrow();
    Stream stream =
        streams
            .find(letter.table(), letter.stream())
            .orElseThrow(
                () ->
                    TerminalFailure.stopped(
                        StopReason.UNKNOWN_TABLE,
                        "no pipeline writes " + letter.table() + " any more"));
    if (stream.shared() && letter.destination().equals(databases.production().name())) {
      copy(run, letter, stream);
      return List.of();
    }
    if (letters.isSuperseded(letter, stream)) {
      throw superseded(run, letter);
    }
    return List.of(Batch.of(stream, List.of(record(letter, stream)), clock.instant()));
  }

  /**
   * Others write such rows too, and may do so now: production is to have what staging holds, which
   * stays as it is.
   */
  private void copy(ActiveRun run, DeadLetter letter, Stream stream) {
    List<String> key =
        stream.key().stream().map(it -> letter.record().path(it.name()).asText()).toList();
    if (!isHeld(stream, key)) {
      throw superseded(run, letter);
    }
    Batch batch = Batch.alone(UUID.randomUUID(), stream, record(letter, stream));
    writes.write(
        run,
        staging ->
            outbox.queue(
                staging, run, new Outbox.Copies(batch.id(), stream, RelayCopy.COPY, List.of(key))));
    run.tally().sourceAnswered(); // staging is the source here
    leftovers.copy(run, batch);
  }

  private boolean isHeld(Stream stream, List<String> key) {
    return Sql.on(
        databases.staging(),
        staging -> !StreamRows.held(staging, databases.staging(), stream, key).isEmpty());
  }

  private TerminalFailure superseded(ActiveRun run, DeadLetter letter) {
    letters.close(letter.id(), run.request().caller(), LetterClosing.WRITTEN_SINCE);
    return TerminalFailure.stopped(
        StopReason.SUPERSEDED,
        letter.key() + " was written since; nothing to replay, the letter is closed");
  }

  /** The letter is done with when staging and production took the record. */
  void settle(@Variable("run") ActiveRun run) {
    if (run.errors().total() == 0) {
      letters.replayed(idOf(run), run.id(), run.request().caller());
    }
  }

  private static SyncRecord record(DeadLetter letter, Stream stream) {
    return SyncRecord.of(
        stream.columns().stream().map(column -> value(letter.record(), column)).toArray());
  }

  private static @Nullable Object value(JsonNode record, Column column) {
    JsonNode value = record.get(column.name());
    return value == null || value.isNull() ? null : column.read(value.asText());
  }

  private static UUID idOf(ActiveRun run) {
    return UUID.fromString(run.request().parameters().path(DeadLetter.PARAMETER).asText());
  }
}
