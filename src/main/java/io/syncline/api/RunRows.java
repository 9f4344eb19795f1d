package io.syncline.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.syncline.core.database.Databases;
import io.syncline.core.record.StoredJson;
import io.syncline.core.relay.RelayCopy;
import io.syncline.core.stream.BatchKeys;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Memory;
import io.syncline.core.stream.PartKeys;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.Streams;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which rows a run wrote or found as they were, from the keys that the ledger keeps of its batches
 * until production has had them for a while.
 */
@Component
final class RunRows {
  private static final String FORGOTTEN =
      "the keys of this batch are kept no longer (syncline.run.keep-keys-days)";
  private static final String NONE = "of this batch no keys are kept";
  private static final String TOGETHER = "all rows of it, computed together";
  private static final String OF_BATCH = "the rows with batch_id ";
  private static final Set<Memory> SEVERAL = Set.of(Memory.SPAN, Memory.PREFIX);
  private static final String GONE = "taken away from production, unless staging holds it";

  /** Whole batches, the last first, until they have so many rows; the last may have more. */
  private static final String BATCHES =
      """
      SELECT id, seq, stream, table_name AS "table", kind, rows, keys::text AS keys, parts::text AS parts
      FROM (SELECT *, sum(rows) OVER (ORDER BY seq DESC) - rows AS rows_before
            FROM (SELECT * FROM run_batches WHERE run_id = :run AND seq < :before
                  ORDER BY seq DESC LIMIT :limit) AS last) AS b
      WHERE rows_before < :limit ORDER BY seq DESC
      """;

  private final JdbcClient staging;
  private final Streams streams;

  RunRows(Databases databases, Streams streams) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.streams = streams;
  }

  /**
   * A row, or several that are kept together.
   *
   * @param seq of its batch
   * @param key its columns, with / between them; null where only the number of rows is kept
   * @param firstDay and the last one, where the rows of a key are kept as a span of days
   * @param rows how many it stands for, where that is kept
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record RowJson(
      int seq,
      String stream,
      String table,
      @Nullable String key,
      @Nullable LocalDate firstDay,
      @Nullable LocalDate lastDay,
      @Nullable Integer rows,
      @Nullable String remark) {}

  /**
   * Some of them.
   *
   * @param next the batch before which it goes on, null at the end
   */
  record Page(List<RowJson> rows, @Nullable Long next) {}

  private record Kept(
      UUID id,
      int seq,
      String stream,
      String table,
      String kind,
      int rows,
      @Nullable String keys,
      @Nullable String parts) {

    /** As a batch of one table keeps its rows: by the keys of its stream. */
    PartKeys only(Optional<Stream> writer) {
      Memory memory = writer.map(Stream::memory).orElse(Memory.KEYS);
      return new PartKeys(table, stream, memory, StoredJson.read(keys), rows);
    }

    RowJson together(String writer, String place, int many, String remark) {
      return new RowJson(seq, writer, place, null, null, null, many, remark);
    }
  }

  Page page(UUID run, Optional<Long> before, int limit) {
    List<Kept> batches =
        staging
            .sql(BATCHES)
            .param("run", run)
            .param("before", before.orElse(Long.MAX_VALUE))
            .param("limit", limit)
            .query(Kept.class)
            .list();
    boolean isFull =
        batches.size() == limit || batches.stream().mapToLong(Kept::rows).sum() >= limit;
    return new Page(
        batches.stream().flatMap(batch -> rows(batch).stream()).toList(),
        isFull ? Long.valueOf(batches.get(batches.size() - 1).seq()) : null);
  }

  /** How many the batches of a run have. */
  long total(UUID run) {
    return staging
        .sql("SELECT coalesce(sum(rows), 0) FROM run_batches WHERE run_id = :run")
        .param("run", run)
        .query(Long.class)
        .single();
  }

  private List<RowJson> rows(Kept batch) {
    List<RowJson> rows = new ArrayList<>();
    if (batch.parts() != null) {
      PartKeys.read(batch.parts()).forEach(part -> rows.addAll(rows(batch, part)));
    } else if (batch.keys() != null) {
      rows.addAll(keys(batch, batch.only(streams.find(batch.table(), batch.stream()))));
    }
    if (rows.isEmpty() && batch.rows() > 0) {
      String why = batch.keys() == null ? FORGOTTEN : NONE;
      rows.add(batch.together(batch.stream(), batch.table(), batch.rows(), why));
    }
    return rows;
  }

  private List<RowJson> rows(Kept batch, PartKeys part) {
    return part.memory() == Memory.BATCH
        ? List.of(batch.together(part.stream(), part.table(), part.rows(), OF_BATCH + batch.id()))
        : keys(batch, part);
  }

  private List<RowJson> keys(Kept batch, PartKeys part) {
    JsonNode keys = part.keys();
    List<Column> columns = columns(part);
    int many = columns.isEmpty() ? 0 : keys.path(columns.get(0).name()).size();
    List<RowJson> rows = new ArrayList<>(many);
    for (int i = 0; i < many; i++) {
      rows.add(
          new RowJson(
              batch.seq(),
              part.stream(),
              part.table(),
              BatchKeys.text(columns, keys, i),
              day(keys.path(BatchKeys.FIRST).path(i)),
              day(keys.path(BatchKeys.LAST).path(i)),
              SEVERAL.contains(part.memory()) ? null : 1,
              remark(batch, part)));
    }
    return rows;
  }

  /** Of an update not the values; of a stream that nobody writes so any more whatever it kept. */
  private List<Column> columns(PartKeys part) {
    return streams
        .find(part.table(), part.stream())
        .map(it -> it.adds() ? it.remembered() : it.key())
        .filter(columns -> columns.stream().allMatch(it -> part.keys().has(it.name())))
        .orElseGet(() -> whatever(part.keys()));
  }

  private static List<Column> whatever(JsonNode keys) {
    List<Column> columns = new ArrayList<>();
    keys.fieldNames().forEachRemaining(name -> columns.add(Column.own(name, "text", true)));
    columns.removeIf(it -> List.of(BatchKeys.FIRST, BatchKeys.LAST).contains(it.name()));
    return columns;
  }

  private static @Nullable String remark(Kept batch, PartKeys part) {
    if (part.memory() == Memory.PREFIX) {
      return TOGETHER;
    }
    return batch.kind().equals(RelayCopy.TOMBSTONES) ? GONE : null;
  }

  private static @Nullable LocalDate day(JsonNode days) {
    return days.isInt() ? LocalDate.ofEpochDay(days.asInt()) : null;
  }
}
