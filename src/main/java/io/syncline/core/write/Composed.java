package io.syncline.core.write;

import io.syncline.core.error.RowError;
import io.syncline.core.stream.Batch.CursorMove;
import io.syncline.core.stream.Part;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a {@link Composition} came to.
 *
 * @param parts in an order that foreign keys allow, at most one of each table, and one at most of a
 *     table whose rows several scopes write
 * @param errors stored with the batch
 * @param changes kept of a rehearsal
 */
public record Composed(
    List<Part> parts,
    Outcomes outcomes,
    List<RowError> errors,
    List<RowChange> changes,
    Optional<CursorMove> cursor) {

  public Composed {
    parts = parts.stream().filter(part -> !part.isEmpty()).toList();
    errors = List.copyOf(errors);
    changes = List.copyOf(changes);
    Set<String> tables = parts.stream().map(it -> it.stream().table()).collect(Collectors.toSet());
    if (tables.size() < parts.size()
        || parts.stream().filter(part -> part.stream().shared()).count() > 1) {
      throw new IllegalArgumentException("one part of a table and one shared table: " + tables);
    }
  }

  /** Rows of tables and what is counted for them. */
  public static Composed of(List<Part> parts, Outcomes outcomes) {
    return new Composed(parts, outcomes, List.of(), List.of(), Optional.empty());
  }

  /** What is to be said of single rows. */
  public Composed saying(List<RowError> rowErrors) {
    return new Composed(parts, outcomes, rowErrors, changes, cursor);
  }

  /** What a rehearsal is to keep. */
  public Composed showing(List<RowChange> rowChanges) {
    return new Composed(parts, outcomes, errors, rowChanges, cursor);
  }

  /** Where the next read of a stream starts, once this is committed. */
  public Composed moving(CursorMove move) {
    return new Composed(parts, outcomes, errors, changes, Optional.of(move));
  }

  /** What is kept of it after a rehearsal: no rows of tables. */
  Composed withoutParts() {
    return new Composed(List.of(), outcomes, errors, changes, cursor);
  }

  /** The parts that production is to have as well. */
  List<Part> delivered() {
    return parts.stream().filter(part -> !part.stream().stagingOnly()).toList();
  }

  /** The table in whose lane the batch comes to production. */
  Optional<String> lane() {
    return delivered().stream()
        .filter(part -> part.stream().shared())
        .findFirst()
        .or(() -> delivered().stream().findFirst())
        .map(part -> part.stream().table());
  }
}
