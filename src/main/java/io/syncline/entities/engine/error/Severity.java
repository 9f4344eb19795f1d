package io.syncline.entities.engine.error;

/** Whether something of a row was lost, or only told. */
public enum Severity {
  WARNING,
  ERROR
}
