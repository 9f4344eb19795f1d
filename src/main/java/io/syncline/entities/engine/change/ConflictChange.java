package io.syncline.entities.engine.change;

import io.syncline.entities.engine.state.Conflict;

/** What becomes of a conflict. */
public record ConflictChange(Kind kind, Conflict conflict) {

  /** A conflict is changed in place while it lasts. */
  public enum Kind {
    OPENED,
    CHANGED,
    RESOLVED
  }
}
