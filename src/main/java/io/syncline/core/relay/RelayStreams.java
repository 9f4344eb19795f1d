package io.syncline.core.relay;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.letter.LetterClosing;
import io.syncline.core.record.StoredJson;
import io.syncline.core.stream.BatchKeys;
import io.syncline.core.stream.Memory;
import io.syncline.core.stream.PartKeys;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.Streams;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Who writes which table, and what becomes of batches that nobody writes. */
@Component
final class RelayStreams {
  private static final Logger LOG = LoggerFactory.getLogger(RelayStreams.class);

  private final Streams streams;
  private final PendingBatches pending;
  private final LetterClosing letters;

  RelayStreams(Streams streams, PendingBatches pending, LetterClosing letters) {
    this.streams = streams;
    this.pending = pending;
    this.letters = letters;
  }

  /** Whether any stream writes the table. */
  boolean write(String table) {
    return !streams.of(table).isEmpty();
  }

  Stream of(PendingBatch batch) {
    return find(batch).orElseThrow(() -> new IllegalStateException("no stream " + batch.stream()));
  }

  /**
   * Sets batches aside whose stream nobody writes any more, or not yet. The rows of an upsert are
   * copied as they are now, so that others may go past; an update would be overtaken and holds the
   * lane.
   */
  List<PendingBatch> known(Connection staging, String table, List<PendingBatch> due)
      throws SQLException {
    if (!streams.of(table).stream().allMatch(Stream::adds)) {
      return due;
    }
    List<PendingBatch> known = new ArrayList<>(due.size());
    for (PendingBatch batch : due) {
      if (isKnown(batch)) {
        known.add(batch);
      } else {
        setAside(staging, batch, "no stream " + batch.stream());
      }
    }
    return known;
  }

  void setAside(Connection staging, PendingBatch batch, String reason) throws SQLException {
    LOG.warn("relay sets aside batch={} reason={}", batch.id(), reason);
    pending.setAside(staging, batch, reason);
  }

  /** Production has the batch: it may be what letters of its keys waited for. */
  void written(PendingBatch batch) {
    List<Copied> parts = parts(batch);
    if (parts.isEmpty()) {
      written(batch, of(batch), StoredJson.read(batch.keys()));
    }
    for (Copied part : parts) {
      if (part.keys().memory() != Memory.BATCH) {
        written(batch, part.stream(), part.keys().keys());
      }
    }
  }

  private void written(PendingBatch batch, Stream stream, JsonNode keys) {
    if (stream.memory() == Memory.PREFIX) {
      return; // keys of single rows are not remembered, and it has no letters of its own
    }
    letters.written(stream, "production", batch.id(), () -> BatchKeys.texts(stream, keys));
  }

  /** What a batch wrote to a table, and the stream as it is now. */
  record Copied(Stream stream, PartKeys keys) {}

  /** The parts of a batch that wrote to several tables. */
  List<Copied> parts(PendingBatch batch) {
    List<Copied> parts = new ArrayList<>();
    for (PartKeys part : batch.composed()) {
      Stream stream =
          find(part).orElseThrow(() -> new IllegalStateException("no stream " + part.stream()));
      parts.add(new Copied(stream, part));
    }
    return parts;
  }

  private boolean isKnown(PendingBatch batch) {
    List<PartKeys> parts = batch.composed();
    return parts.isEmpty()
        ? find(batch).isPresent()
        : parts.stream().allMatch(part -> find(part).isPresent());
  }

  private Optional<Stream> find(PartKeys part) {
    return streams.find(part.table(), part.stream());
  }

  private Optional<Stream> find(PendingBatch batch) {
    return streams.find(batch.table(), batch.stream());
  }
}
