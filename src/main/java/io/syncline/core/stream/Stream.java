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
 * @param range a date column, last of the key, by whose span a batch's keys are remembered
 * @param touched whether {@code updated_at} is ours to move whenever another column changes
 * @param stagingOnly whether production has no such table
 */
public record Stream(
    String name,
    String table,
    List<Column> columns,
    int keyWidth,
    Effect effect,
    boolean prefixed,
    boolean range,
    boolean touched,
    boolean stagingOnly) {

  /** What a record does to the table. */
  public enum Effect {
    /** The row of the key is changed, or added when there is none. */
    UPSERT,
    /** All rows that have the key are changed; none is added, and the key need not be unique. */
    UPDATE,
    /** Like {@link #UPDATE}, where the row has no value yet. */
    FILL
  }

  public Stream {
    columns = List.copyOf(columns);
    if (keyWidth < 1 || keyWidth > columns.size()) {
      throw new IllegalArgumentException("key of " + keyWidth + " columns in table " + table);
    }
    if (range && columns.get(keyWidth - 1).type() != SqlType.DATE) {
      throw new IllegalArgumentException("the last key column of " + table + " is not a date");
    }
    if (effect != Effect.UPSERT && (range || touched || columns.size() != keyWidth + 1)) {
      throw new IllegalArgumentException("an update of " + table + " sets one column by its key");
    }
  }

  /** Writes to both databases. */
  public static Stream into(String name, String table, int keyWidth, List<Column> columns) {
    return new Stream(name, table, columns, keyWidth, Effect.UPSERT, true, false, false, false);
  }

  /** The last key column is a date, and a batch's keys are kept as spans of it. */
  public Stream keyedByRange() {
    return new Stream(name, table, columns, keyWidth, effect, prefixed, true, touched, stagingOnly);
  }

  /** {@code updated_at} moves whenever another column changes. */
  public Stream touching() {
    return new Stream(name, table, columns, keyWidth, effect, prefixed, range, true, stagingOnly);
  }

  /** Production has no such table. */
  public Stream inStagingOnly() {
    return new Stream(name, table, columns, keyWidth, effect, prefixed, range, touched, true);
  }

  /** The table bears the same name in every database. */
  public Stream unprefixed() {
    return new Stream(name, table, columns, keyWidth, effect, false, range, touched, stagingOnly);
  }

  /** Changes the rows of the key and adds none: one value column. */
  public Stream updating() {
    return new Stream(
        name, table, columns, keyWidth, Effect.UPDATE, prefixed, range, touched, stagingOnly);
  }

  /** Changes the rows of the key that have no value yet, and adds none: one value column. */
  public Stream filling() {
    return new Stream(
        name, table, columns, keyWidth, Effect.FILL, prefixed, range, touched, stagingOnly);
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
    return new Stream(name, table, typed, keyWidth, effect, prefixed, range, touched, stagingOnly);
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
    return adds() ? columns.subList(0, range ? keyWidth - 1 : keyWidth) : columns;
  }

  Optional<Column> rangeColumn() {
    return range ? Optional.of(columns.get(keyWidth - 1)) : Optional.empty();
  }

  public List<Column> values() {
    return columns.subList(keyWidth, columns.size());
  }

  /** The time stamps that a write sets, all to the same moment. */
  public List<String> stamps() {
    if (!adds()) {
      return List.of();
    }
    return touched ? List.of("updated_at", "created_at") : List.of("created_at");
  }
}
