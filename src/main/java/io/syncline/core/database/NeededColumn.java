package io.syncline.core.database;

import java.util.Set;

/** A column that statements of ours name, and what its type must be able to do. */
public record NeededColumn(String name, Kind kind) {

  /** What is read from or written to a column; several types of PostgreSQL will do for most. */
  public enum Kind {
    TEXT("text", "S", Set.of()),
    INTEGER("integer", "N", Set.of()),
    /** No integer: it would round what it is given without a word. */
    NUMERIC("numeric", "", Set.of("numeric", "float8", "float4")),
    BOOLEAN("boolean", "B", Set.of()),
    DATE("date", "", Set.of("date")),
    TIME("timestamp", "", Set.of("timestamp", "timestamptz")),
    UUID("uuid", "", Set.of("uuid")),
    /** Not {@code json}, which cannot be compared. */
    JSON("jsonb", "S", Set.of("jsonb")),
    /** Read as text, whatever it is. */
    ANY("text", "", Set.of()) {
      @Override
      boolean accepts(String type, String itsCategory) {
        return true;
      }
    };

    private final String sql;
    private final String category;
    private final Set<String> types;

    Kind(String sql, String category, Set<String> types) {
      this.sql = sql;
      this.category = category;
      this.types = types;
    }

    /** The type that the migrations would give it. */
    String sql() {
      return sql;
    }

    boolean accepts(String type, String itsCategory) {
      return itsCategory.equals(category) || types.contains(type);
    }
  }

  public static NeededColumn text(String name) {
    return new NeededColumn(name, Kind.TEXT);
  }

  public static NeededColumn bool(String name) {
    return new NeededColumn(name, Kind.BOOLEAN);
  }

  public static NeededColumn time(String name) {
    return new NeededColumn(name, Kind.TIME);
  }
}
