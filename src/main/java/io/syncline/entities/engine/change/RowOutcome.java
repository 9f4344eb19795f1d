package io.syncline.entities.engine.change;

import io.syncline.entities.engine.error.RowCode;
import io.syncline.entities.engine.error.RowRef;
import java.util.UUID;

/** What became of a row; each has exactly one (mapping#9-outcomes-errors-and-dry-runs). */
public sealed interface RowOutcome {

  RowRef row();

  /** A new entity was made of it. */
  record Created(RowRef row, UUID entityId) implements RowOutcome {}

  /** A field of its entity changed. */
  record Updated(RowRef row, UUID entityId) implements RowOutcome {}

  /** At most claims changed. */
  record Unchanged(RowRef row, UUID entityId) implements RowOutcome {}

  /** It was rejected or left out. */
  record Skipped(RowRef row, RowCode code) implements RowOutcome {}
}
