package io.syncline.core.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.relay.OnDelivery;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Records of one stream that are written by one statement. A key occurs once (SQLSTATE 21000
 * otherwise): of several records with one key the last is kept, unless it is of an older version.
 *
 * @param stampedAt {@code created_at} and {@code updated_at} of what changes, the same in both
 *     databases
 * @param marks what the stream's {@link OnDelivery} is told once both databases have the batch
 */
public record Batch(
    UUID id,
    Stream stream,
    List<SyncRecord> records,
    Instant stampedAt,
    Optional<JsonNode> marks,
    Optional<CursorMove> cursor) {

  /** Where the next read of a stream starts, once this batch is committed in staging. */
  public record CursorMove(String stream, JsonNode value) {}

  /** Records of which none has the key of another, without marks and cursor. */
  public Batch(UUID id, Stream stream, List<SyncRecord> records, Instant stampedAt) {
    this(id, stream, records, stampedAt, Optional.empty(), Optional.empty());
  }

  /** A batch of these records without marks and cursor. */
  public static Batch of(Stream stream, List<SyncRecord> records, Instant stampedAt) {
    return new Batch(
        UUID.randomUUID(),
        stream.of(records),
        lastOfEachKey(stream, records),
        stampedAt,
        Optional.empty(),
        Optional.empty());
  }

  public Batch marked(JsonNode marks) {
    return new Batch(id, stream, records, stampedAt, Optional.of(marks), cursor);
  }

  public Batch moving(CursorMove move) {
    return new Batch(id, stream, records, stampedAt, marks, Optional.of(move));
  }

  /** Batches of at most {@code most} records each; this one itself when it is small enough. */
  public List<Batch> cutTo(int most) {
    if (records.size() <= most) {
      return List.of(this);
    }
    List<Batch> parts = new ArrayList<>();
    for (int from = 0; from < records.size(); from += most) {
      parts.add(part(from, Math.min(from + most, records.size())));
    }
    return parts;
  }

  /** Both halves of a batch that a database refused. */
  public List<Batch> halves() {
    int middle = records.size() / 2;
    return List.of(part(0, middle), part(middle, records.size()));
  }

  /** What is left of a batch whose one record was refused: its marks and its cursor. */
  public Batch withoutRecords() {
    return new Batch(UUID.randomUUID(), stream, List.of(), stampedAt, marks, cursor);
  }

  /** One record of a batch, as a letter names it. */
  public static Batch alone(UUID id, Stream stream, SyncRecord record) {
    return new Batch(
        id, stream, List.of(record), Instant.EPOCH, Optional.empty(), Optional.empty());
  }

  public boolean hasFollowUp() {
    return marks.isPresent() || cursor.isPresent();
  }

  /**
   * Whether production has to hear of it: not of one that only moves a cursor, which is staging's.
   */
  public boolean isOfProduction() {
    return !stream.stagingOnly() && (!records.isEmpty() || marks.isPresent());
  }

  public List<Object> keyOf(SyncRecord record) {
    return keyOf(stream, record);
  }

  private Batch part(int from, int to) {
    return new Batch(
        UUID.randomUUID(),
        stream,
        records.subList(from, to),
        stampedAt,
        to == records.size() || !stream.range() ? marks : Optional.empty(),
        to == records.size() ? cursor : Optional.empty());
  }

  private static List<SyncRecord> lastOfEachKey(Stream stream, List<SyncRecord> records) {
    for (SyncRecord record : records) {
      if (record.width() != stream.columns().size()) {
        throw new IllegalArgumentException(
            "record of " + record.width() + " values for table " + stream.table());
      }
    }
    if (stream.range() && ascends(stream, records)) {
      return List.copyOf(records);
    }
    Map<List<Object>, SyncRecord> byKey = new LinkedHashMap<>(records.size() * 2);
    for (SyncRecord record : records) {
      byKey.merge(keyOf(stream, record), record, (a, b) -> stream.isOlder(b, a) ? a : b);
    }
    return List.copyOf(byKey.values());
  }

  /**
   * Whether the days of each series come one after the other, as sources mostly have them: then no
   * key occurs twice, and a key is made for each series only.
   */
  private static boolean ascends(Stream stream, List<SyncRecord> records) {
    int leading = stream.keyWidth() - 1;
    Set<List<Object>> series = new HashSet<>();
    SyncRecord before = null;
    for (SyncRecord record : records) {
      boolean isNext =
          before != null && record.startsLike(before, leading)
              ? dayOf(record, leading).isAfter(dayOf(before, leading))
              : series.add(keyOf(record, leading));
      if (!isNext) {
        return false;
      }
      before = record;
    }
    return true;
  }

  private static LocalDate dayOf(SyncRecord record, int column) {
    return (LocalDate) record.required(column);
  }

  private static List<Object> keyOf(Stream stream, SyncRecord record) {
    return keyOf(record, stream.keyWidth());
  }

  private static List<Object> keyOf(SyncRecord record, int width) {
    Object[] key = new Object[width];
    for (int i = 0; i < key.length; i++) {
      key[i] = record.required(i);
    }
    return List.of(key);
  }
}
