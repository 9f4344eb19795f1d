package io.syncline.core.database;

import java.util.List;
import java.util.Set;

/**
 * A table or view of the documents as our statements need it. The migrations create it where there
 * is none; one that is there already is compared with this before any source is paid.
 *
 * @param prefixed whether its name gets the database's prefix
 * @param stagingOnly whether production has no such table
 * @param key the columns of a unique key; empty where none is needed
 * @param added columns that the migrations add to a table that is there
 * @param keyBy how the migrations bring the key about
 */
public record NeededTable(
    String pipeline,
    String name,
    boolean prefixed,
    Use use,
    boolean stagingOnly,
    List<NeededColumn> columns,
    List<String> key,
    Set<String> added,
    KeyBy keyBy) {

  /** What is done with it. */
  public enum Use {
    READ(Set.of("SELECT")),
    /** Read by something that may fail alone. */
    WISHED(Set.of("SELECT")),
    UPDATED(Set.of("SELECT", "UPDATE")),
    WRITTEN(Set.of("SELECT", "INSERT", "UPDATE")),
    /** Written too; which of its columns a row brings is known at run time only. */
    OPEN(Set.of("SELECT", "INSERT", "UPDATE")),
    /** A materialized view, which is read and refreshed. */
    REFRESHED(Set.of("SELECT"));

    private final Set<String> rights;

    Use(Set<String> rights) {
      this.rights = rights;
    }

    Set<String> rights() {
      return rights;
    }

    boolean writes() {
      return this == UPDATED || adds();
    }

    boolean adds() {
      return this == WRITTEN || this == OPEN;
    }
  }

  /** Where the unique key of a table that was there before us comes from. */
  public enum KeyBy {
    /** It must have it. */
    ITSELF,
    /** The migrations add an index. */
    INDEX,
    /** The migrations put it in the place of the primary key. */
    REPLACING
  }

  public NeededTable {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    added = Set.copyOf(added);
  }

  /** A table with the database's prefix, in both databases, which the migrations only create. */
  public static NeededTable of(
      String pipeline, String name, Use use, List<NeededColumn> columns, List<String> key) {
    return new NeededTable(pipeline, name, true, use, false, columns, key, Set.of(), KeyBy.ITSELF);
  }

  /** It bears the same name in every database. */
  public NeededTable unprefixed() {
    return new NeededTable(pipeline, name, false, use, stagingOnly, columns, key, added, keyBy);
  }

  /** Production has no such table. */
  public NeededTable inStagingOnly() {
    return new NeededTable(pipeline, name, prefixed, use, true, columns, key, added, keyBy);
  }

  /** The migrations bring a table that is there to this. */
  public NeededTable migrated(KeyBy how, Set<String> columnsAdded) {
    return new NeededTable(
        pipeline, name, prefixed, use, stagingOnly, columns, key, columnsAdded, how);
  }

  String nameWith(String prefix) {
    return prefixed ? prefix + name : name;
  }
}
