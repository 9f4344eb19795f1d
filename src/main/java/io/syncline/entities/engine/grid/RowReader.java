package io.syncline.entities.engine.grid;

import io.syncline.entities.engine.error.RowCode;
import io.syncline.entities.engine.error.RowError;
import io.syncline.entities.engine.error.RowRef;
import io.syncline.entities.engine.mapping.FeedPlan;
import io.syncline.entities.engine.mapping.FieldPolicy;
import io.syncline.entities.engine.mapping.MappedColumn;
import io.syncline.entities.engine.transform.Reading;
import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.engine.value.Numbers;
import io.syncline.entities.engine.value.Texts;
import io.syncline.entities.engine.value.Value;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows one after the other, so that a sheet need not be held whole. What is blank, or beyond
 * the limit, is no row. A reader is for one pass over the rows and one thread.
 */
public final class RowReader {
  /** All rows are read. */
  public static final int NO_LIMIT = Integer.MAX_VALUE;

  private final FeedPlan plan;
  private final int[] places;
  private final List<RecordPath> paths;
  private final int limit;
  private final RowDigest digest;
  private int read;

  private RowReader(FeedPlan plan, int[] places, List<RecordPath> paths, int limit) {
    this.plan = plan;
    this.places = places;
    this.paths = paths;
    this.limit = limit;
    this.digest = new RowDigest(plan.fingerprint());
  }

  /** Reads the rows below a header. */
  public static RowReader ofSheet(FeedPlan plan, Headers.Found headers, int limit) {
    int[] places = headers.places().stream().mapToInt(Integer::intValue).toArray();
    return new RowReader(plan, places, List.of(), limit);
  }

  /** Reads records. */
  public static RowReader ofRecords(FeedPlan plan, int limit) {
    List<RecordPath> paths = plan.columns().stream().map(it -> RecordPath.of(it.header())).toList();
    return new RowReader(plan, new int[0], paths, limit);
  }

  /** How many rows were read. */
  public int count() {
    return read;
  }

  /** Whether all that follows is beyond the limit. */
  public boolean isFull() {
    return read >= limit;
  }

  /** The row; empty where it is blank or beyond the limit. */
  public Optional<ReadRow> read(GridRow row) {
    if (isFull() || row.isBlank()) {
      return Optional.empty();
    }
    @Nullable Cell[] cells = new @Nullable Cell[places.length];
    for (int column = 0; column < cells.length; column++) {
      cells[column] = places[column] < 0 ? null : row.cell(places[column]);
    }
    return Optional.of(read(RowRef.row(row.number()), cells));
  }

  /** The record as a row; empty where it is beyond the limit. */
  public Optional<ReadRow> read(ApiRecord row) {
    if (isFull()) {
      return Optional.empty();
    }
    @Nullable Cell[] cells = new @Nullable Cell[paths.size()];
    for (int column = 0; column < cells.length; column++) {
      cells[column] = Cell.of(paths.get(column).find(row.json()));
    }
    return Optional.of(read(RowRef.record(row.id()), cells));
  }

  private ReadRow read(RowRef ref, @Nullable Cell[] cells) {
    MappedColumn column = plan.columns().get(plan.key());
    Cell cell = Objects.requireNonNull(cells[plan.key()]);
    int position = read++;
    if (cell.isEmpty() || CellTexts.isNull(cell, column.mapping().nullTokens())) {
      return faulty(ref, position, cells, RowCode.KEY_EMPTY, missing(column));
    }
    if (CellTexts.isError(cell)) {
      String shown = "The key cannot be read: " + Texts.shown(cell.spelling());
      return faulty(ref, position, cells, RowCode.KEY_INVALID, shown);
    }
    Reading reading = column.transform().read(cell);
    if (reading instanceof Reading.Refused refused) {
      return faulty(ref, position, cells, RowCode.KEY_INVALID, refused.message());
    }
    RowKey key = key(column, ((Reading.Read) reading).value());
    return new ReadRow(ref, position, cells, key, null, digest.of(cells));
  }

  private static String missing(MappedColumn column) {
    String field = column.mapping().targetField();
    return "Missing required field '" + (field == null ? column.header() : field) + "'";
  }

  private ReadRow faulty(
      RowRef ref, int position, @Nullable Cell[] cells, RowCode code, String message) {
    RowError fault = RowError.error(ref, plan.columns().get(plan.key()).header(), code, message);
    return new ReadRow(ref, position, cells, null, fault, new byte[0]);
  }

  private RowKey key(MappedColumn column, Value value) {
    FieldPolicy policy = column.policy();
    Value cast = policy == null ? value : policy.field().type().cast(value);
    return new RowKey(
        plan.isExternal() ? spelling(value) : normalized(value),
        Objects.requireNonNullElse(cast, value));
  }

  /** The form in which a value of a key's field is compared (mapping#31-keys). */
  public static String normalized(Value value) {
    return Texts.normalized(spelling(value));
  }

  private static String spelling(Value value) {
    return value instanceof Value.Num num ? Numbers.plain(num.number()) : value.text();
  }
}
