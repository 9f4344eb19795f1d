package io.syncline.core.letter;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.database.Databases;
import io.syncline.core.database.Sql;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
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
  private final Clock clock;

  DeadLetterReplay(DeadLetterRows letters, Streams streams, Databases databases, Clock clock) {
    this.databases = databases;
    this.letters = letters;
    this.streams = streams;
    this.clock = clock;
  }

  Batch batch(@Variable("run") ActiveRun run) {
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
      return Batch.of(stream, List.of(held(run, letter, stream)), clock.instant());
    }
    if (letters.isSuperseded(letter, stream)) {
      throw superseded(run, letter);
    }
    Object[] values =
        stream.columns().stream().map(column -> value(letter.record(), column)).toArray();
    return Batch.of(stream, List.of(SyncRecord.of(values)), clock.instant());
  }

  /** Others write such rows too: production is to have what staging holds by now. */
  private SyncRecord held(ActiveRun run, DeadLetter letter, Stream stream) {
    List<String> key =
        stream.key().stream().map(it -> letter.record().path(it.name()).asText()).toList();
    List<SyncRecord> rows =
        Sql.on(
            databases.staging(),
            staging -> StreamRows.held(staging, databases.staging(), stream, key));
    return rows.stream().findFirst().orElseThrow(() -> superseded(run, letter));
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

  private static @Nullable Object value(JsonNode record, Column column) {
    JsonNode value = record.get(column.name());
    return value == null || value.isNull() ? null : column.read(value.asText());
  }

  private static UUID idOf(ActiveRun run) {
    return UUID.fromString(run.request().parameters().path(DeadLetter.PARAMETER).asText());
  }
}
