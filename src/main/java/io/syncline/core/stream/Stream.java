package io.syncline.core.stream;

import io.syncline.core.database.Database;
import io.syncline.core.database.NeededColumn;
import io.syncline.core.database.NeededTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a stream's records are written to its table: the columns in the order of a record's values,
 * the leading ones of which are the key.
 *
 * @param effect what becomes of a record whose key the table has, or has not
 * @param prefixed whether the table's name gets the database's prefix
 * @param memory how a batch remembers its rows
 * @param stamped which time stamps of the table are ours to set
 * @param shared whether several scopes write the same rows: production gets what staging holds
 * @param stagingOnly whether production has no such table
 */
public record Stream(
    String name,
    String table,
    List<Column> columns,
    int keyWidth,
    Effect effect,
    boolean prefixed,
    Memory memory,
    Stamps stamped,
    boolean shared,
    boolean stagingOnly) {

  /** The column of a table that only grows which has the id of the batch that wrote the row. */
  public static final String BATCH_ID = "batch_id";

  /** What a record does to the table. */
  public enum Effect {
    /** The row of the key is changed, or added when there is none. */
    UPSERT,
    /** All rows that have the key are changed; none is added, and the key need not be unique. */
    UPDATE,
    /** Like {@link #UPDATE}, where the row has no value yet. */
    FILL
  }

  /** The time stamps that a write sets. */
  public enum Stamps {
    /** {@code created_at}. */
    CREATED,
    /** That, and {@code updated_at} whenever another column changes. */
    TOUCHED,
    /** None: the table need not have them, and what it has are columns like others. */
    NONE
  }

  public Stream {
    columns = List.copyOf(columns);
    if (memory == Memory.BATCH && columns.stream().noneMatch(it -> it.name().equals(BATCH_ID))) {
      throw new IllegalArgumentException(table + " has no column " + BATCH_ID);
    }
    if (keyWidth < 1 || keyWidth > columns.size()) {
      throw new IllegalArgumentException("key of " + keyWidth + " columns in table " + table);
    }
    if (memory == Memory.SPAN && columns.get(keyWidth - 1).type() != SqlType.DATE) {
      throw new IllegalArgumentException("the last key column of " + table + " is not a date");
    }
    if (effect != Effect.UPSERT
        && (memory != Memory.KEYS || stamped != Stamps.CREATED || columns.size() != keyWidth + 1)) {
      throw new IllegalArgumentException("an update of " + table + " sets one column by its key");
    }
  }

  /** Writes to both databases. */
  public static Stream into(String name, String table, int keyWidth, List<Column> columns) {
    return new Stream(
        name,
        table,
        columns,
        keyWidth,
        Effect.UPSERT,
        true,
        Memory.KEYS,
        Stamps.CREATED,
        false,
        false);
  }

  /** The last key column is a date, and a batch's keys are kept as spans of it. */
  public Stream keyedByRange() {
    return remembering(Memory.SPAN);
  }

  /** Rows come and stay as they are; {@value #BATCH_ID} says which batch each is of. */
  public Stream growing() {
    return remembering(Memory.BATCH);
  }

  /** {@code updated_at} moves whenever another column changes. */
  public Stream touching() {
    return stamping(Stamps.TOUCHED);
  }

  /** Its time stamps, if there are any, are columns like others. */
  public Stream bare() {
    return stamping(Stamps.NONE);
  }

  /**
   * Several scopes write the same rows, one after the other: production gets what staging holds by
   * then, so that no older value comes last.
   */
  public Stream sharing() {
    return new Stream(
        name, table, columns, keyWidth, effect, prefixed, memory, stamped, true, stagingOnly);
  }

  /** Production has no such table. */
  public Stream inStagingOnly() {
    return new Stream(
        name, table, columns, keyWidth, effect, prefixed, memory, stamped, shared, true);
  }

  /** The table bears the same name in every database. */
  public Stream unprefixed() {
    return new Stream(
        name, table, columns, keyWidth, effect, false, memory, stamped, shared, stagingOnly);
  }

  /** Changes the rows of the key and adds none: one value column. */
  public Stream updating() {
    return affecting(Effect.UPDATE);
  }

  /** Changes the rows of the key that have no value yet, and adds none: one value column. */
  public Stream filling() {
    return affecting(Effect.FILL);
  }

  private Stream remembering(Memory how) {
    return new Stream(
        name, table, columns, keyWidth, effect, prefixed, how, stamped, shared, stagingOnly);
  }

  private Stream stamping(Stamps which) {
    return new Stream(
        name, table, columns, keyWidth, effect, prefixed, memory, which, shared, stagingOnly);
  }

  private Stream affecting(Effect how) {
    return new Stream(
        name, table, columns, keyWidth, how, prefixed, memory, stamped, shared, stagingOnly);
  }

  /** The texts of the key become values of these types before they are compared. */
  Stream comparing(Map<String, String> types) {
    List<Column> typed = new ArrayList<>(columns);
    for (int i = 0; i < keyWidth; i++) {
      Column column = columns.get(i);
      if (column.type() == SqlType.TEXT && types.containsKey(column.name())) {
        typed.set(i, new Column(column.name(), SqlType.TEXT, "::" + types.get(column.name())));
      }
    }
    return new Stream(
        name, table, typed, keyWidth, effect, prefixed, memory, stamped, shared, stagingOnly);
  }

  /** The quoted name of the table in a database. */
  public String tableIn(Database database) {
    return prefixed ? database.table(table) : '"' + table + '"';
  }

  /** What both databases must have for it. */
  public NeededTable needed(String pipeline) {
    List<NeededColumn> needed = new ArrayList<>(columns.stream().map(Column::needed).toList());
    stamps().stream()
        .filter(stamp -> columns.stream().noneMatch(column -> column.name().equals(stamp)))
        .map(NeededColumn::time)
        .forEach(needed::add);
    return new NeededTable(
        pipeline,
        table,
        prefixed,
        adds() ? NeededTable.Use.WRITTEN : NeededTable.Use.UPDATED,
        stagingOnly,
        needed,
        adds() ? key().stream().map(Column::name).toList() : List.of(),
        Set.of(),
        NeededTable.KeyBy.ITSELF);
  }

  /** Whether a batch's keys are kept as spans of days. */
  public boolean range() {
    return memory == Memory.SPAN;
  }

  public boolean adds() {
    return effect == Effect.UPSERT;
  }

  public List<Column> key() {
    return columns.subList(0, keyWidth);
  }

  /**
   * The columns by which a batch's rows are remembered one by one: the key, and for an update the
   * value too, as the key alone does not find it again in staging.
   */
  public List<Column> remembered() {
    return adds() ? columns.subList(0, range() ? keyWidth - 1 : keyWidth) : columns;
  }

  Optional<Column> rangeColumn() {
    return range() ? Optional.of(columns.get(keyWidth - 1)) : Optional.empty();
  }

  public List<Column> values() {
    return columns.subList(keyWidth, columns.size());
  }

  /** The time stamps that a write sets, all to the same moment. */
  public List<String> stamps() {
    if (!adds()) {
      return List.of();
    }
    return switch (stamped) {
      case CREATED -> List.of("created_at");
      case TOUCHED -> List.of("updated_at", "created_at");
      case NONE -> List.of();
    };
  }
}
