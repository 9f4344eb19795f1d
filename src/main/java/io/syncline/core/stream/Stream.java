package io.syncline.core.stream;

import io.syncline.core.database.Database;
import io.syncline.core.database.NeededTable;
import io.syncline.core.record.SyncRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * How a stream's records are written to its table: the columns in the order of a record's values,
 * the leading ones of which are the key.
 */
public record Stream(String name, String table, List<Column> columns, int keyWidth, Manner manner) {

  /** The column of a table that only grows which has the id of the batch that wrote the row. */
  public static final String BATCH_ID = "batch_id";

  public Stream {
    columns = List.copyOf(columns);
    if (manner.memory() == Memory.BATCH
        && columns.stream().noneMatch(it -> it.name().equals(BATCH_ID))) {
      throw new IllegalArgumentException(table + " has no column " + BATCH_ID);
    }
    if (keyWidth < 1 || keyWidth > columns.size()) {
      throw new IllegalArgumentException("key of " + keyWidth + " columns in table " + table);
    }
    if (manner.memory() == Memory.SPAN && columns.get(keyWidth - 1).type() != SqlType.DATE) {
      throw new IllegalArgumentException("the last key column of " + table + " is not a date");
    }
    if (manner.effect() != Effect.UPSERT
        && (manner.memory() != Memory.KEYS
            || manner.stamped() != Stamps.CREATED
            || columns.size() != keyWidth + 1)) {
      throw new IllegalArgumentException("an update of " + table + " sets one column by its key");
    }
    if (manner.parts().isPresent()
        && (manner.stamped() != Stamps.TOUCHED || columns.get(0).type() != SqlType.UUID)) {
      throw new IllegalArgumentException(table + " has a partition per uuid, and both time stamps");
    }
  }

  /** Writes to both databases. */
  public static Stream into(String name, String table, int keyWidth, List<Column> columns) {
    return new Stream(name, table, columns, keyWidth, Manner.USUAL);
  }

  /** The last key column is a date, and a batch's keys are kept as spans of it. */
  public Stream keyedByRange() {
    return in(manner.with(Memory.SPAN));
  }

  /** Rows come and stay as they are; {@value #BATCH_ID} says which batch each is of. */
  public Stream growing() {
    return in(manner.with(Memory.BATCH));
  }

  /**
   * Rows are computed from others, at once all those of a value of the first key column: production
   * gets what staging holds of it, and what is gone goes there too.
   */
  public Stream derived() {
    return in(manner.with(Memory.PREFIX).sharing());
  }

  /** {@code updated_at} moves whenever another column changes. */
  public Stream touching() {
    return in(manner.with(Stamps.TOUCHED));
  }

  /** Its time stamps, if there are any, are columns like others. */
  public Stream bare() {
    return in(manner.with(Stamps.NONE));
  }

  /**
   * Several scopes write the same rows, one after the other: production gets what staging holds by
   * then, so that no older value comes last.
   */
  public Stream sharing() {
    return in(manner.sharing());
  }

  /** Production has no such table. */
  public Stream inStagingOnly() {
    return in(manner.inStagingOnly());
  }

  /** The table bears the same name in every database. */
  public Stream unprefixed() {
    return in(manner.unprefixed());
  }

  /** Changes the rows of the key and adds none: one value column. */
  public Stream updating() {
    return in(manner.with(Effect.UPDATE));
  }

  /** Changes the rows of the key that have no value yet, and adds none: one value column. */
  public Stream filling() {
    return in(manner.with(Effect.FILL));
  }

  /**
   * A row is written where its content has another hash and no older version than the one that is
   * there; where either version is not known, it is written.
   */
  public Stream guardedBy(String hash, String version) {
    return in(manner.with(manner.compared().by(hash, version)));
  }

  /** Columns of which the hash says nothing. */
  public Stream alsoComparing(String... names) {
    return in(manner.with(manner.compared().with(Set.of(names))));
  }

  /** Columns that are no change: they are written with others, and both databases may differ. */
  public Stream notComparing(String... names) {
    return in(manner.with(manner.compared().without(Set.of(names))));
  }

  /** What a JSON column calls {@code partial} replaces nothing whole of the same version. */
  public Stream wholeBy(String column) {
    return in(manner.with(manner.compared().wholeBy(column)));
  }

  /**
   * The table has a partition for each value of its first column, made when its first row comes.
   *
   * @param pattern what a partition is called, {@code %s} standing for the value
   */
  public Stream partitionedBy(String column, String pattern) {
    if (!columns.get(0).name().equals(column)) {
      throw new IllegalArgumentException(column + " is not the first column of " + table);
    }
    return in(manner.with(new Partitioning(table, pattern, Optional.empty())));
  }

  private Stream in(Manner other) {
    return new Stream(name, table, columns, keyWidth, other);
  }

  /** The same with other expressions of its columns. */
  Stream typed(List<Column> others) {
    return new Stream(name, table, others, keyWidth, manner);
  }

  /** Whether its table has a partition for each value, of which this is one or all. */
  public boolean isPartitioned() {
    return manner.parts().isPresent();
  }

  public boolean isPartition() {
    return manner.parts().flatMap(Partitioning::value).isPresent();
  }

  /** The stream of one partition, whose table is that. */
  public Stream partition(Object value) {
    UUID one = UUID.fromString(value.toString());
    Partitioning all = manner.parts().orElseThrow();
    return new Stream(name, all.name(one), columns, keyWidth, manner.with(all.of(one)));
  }

  /** The stream of the partition that is called so; empty for a table that is none. */
  public Optional<Stream> partitionNamed(String place) {
    return manner.parts().flatMap(all -> all.valueOf(place)).map(this::partition);
  }

  /** The stream of the partition that records are of, which all lie in one. */
  Stream of(List<SyncRecord> records) {
    if (!isPartitioned() || isPartition() || records.isEmpty()) {
      return this;
    }
    List<String> values = records.stream().map(it -> it.required(0).toString()).distinct().toList();
    if (values.size() > 1) {
      throw new IllegalArgumentException("records of several partitions of " + table);
    }
    return partition(values.get(0));
  }

  /** The stream of all partitions. */
  public Stream whole() {
    return manner
        .parts()
        .map(it -> new Stream(name, it.whole(), columns, keyWidth, manner.with(it.ofAll())))
        .orElse(this);
  }

  /** The quoted name of the table in a database. */
  public String tableIn(Database database) {
    return prefixed() ? database.table(table) : '"' + table + '"';
  }

  /** What both databases must have for it. */
  public NeededTable needed(String pipeline) {
    return StreamNeed.of(this, pipeline);
  }

  boolean prefixed() {
    return manner.prefixed();
  }

  public Effect effect() {
    return manner.effect();
  }

  public Memory memory() {
    return manner.memory();
  }

  /** Whether production gets what staging holds, as several scopes write its rows. */
  public boolean shared() {
    return manner.shared();
  }

  /** Whether production has no such table. */
  public boolean stagingOnly() {
    return manner.stagingOnly();
  }

  /** Whether a batch's keys are kept as spans of days. */
  public boolean range() {
    return memory() == Memory.SPAN;
  }

  public boolean adds() {
    return effect() == Effect.UPSERT;
  }

  public List<Column> key() {
    return columns.subList(0, keyWidth);
  }

  /**
   * The columns by which a batch's rows are remembered one by one: the key, and for an update the
   * value too, as the key alone does not find it again in staging. Of derived rows what they are
   * of.
   */
  public List<Column> remembered() {
    return switch (memory()) {
      case PREFIX -> columns.subList(0, 1);
      case SPAN -> columns.subList(0, keyWidth - 1);
      default -> adds() ? key() : columns;
    };
  }

  Optional<Column> rangeColumn() {
    return range() ? Optional.of(columns.get(keyWidth - 1)) : Optional.empty();
  }

  public List<Column> values() {
    return columns.subList(keyWidth, columns.size());
  }

  /** Whether a record is of an older version than another; unknown ones are not. */
  boolean isOlder(SyncRecord one, SyncRecord other) {
    Optional<String> version = manner.compared().version();
    for (int i = 0; version.isPresent() && i < columns.size(); i++) {
      if (columns.get(i).name().equals(version.get())) {
        return one.value(i) instanceof Instant mine
            && other.value(i) instanceof Instant its
            && mine.isBefore(its);
      }
    }
    return false;
  }

  /** The columns that the row of a key has alike in both databases. */
  public List<Column> mattering() {
    return columns.stream().filter(manner.compared()::matters).toList();
  }

  /** The time stamps that a write sets, all to the same moment. */
  public List<String> stamps() {
    if (!adds()) {
      return List.of();
    }
    return switch (manner.stamped()) {
      case CREATED -> List.of("created_at");
      case TOUCHED -> List.of("updated_at", "created_at");
      case NONE -> List.of();
    };
  }
}
