package io.syncline.entities.feed;

import io.syncline.entities.engine.mapping.TypePlan;

/** Looks ahead at what a decision of who is believed comes to. */
public interface FieldDecisions {
  /**
   * How many entities would hold another value.
   *
   * @param plan of the kind with the priorities that are to hold
   */
  long changed(TypePlan plan, String field);
}
