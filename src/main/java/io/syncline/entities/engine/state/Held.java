package io.syncline.entities.engine.state;

import java.util.List;

/**
 * What is said of entities: the claims of all feeds on the fields in question, the newest lineage
 * of each of these fields and of {@code archived}, and the conflicts that are open.
 */
public record Held(List<Claim> claims, List<Newest> lineage, List<Conflict> conflicts) {
  /** Nothing is said. */
  public static final Held NOTHING = new Held(List.of(), List.of(), List.of());
}
