package io.syncline.core.database;

import java.sql.SQLException;

/** A connection that was opened and cannot be used as it is: says why and what to do. */
final class SessionRefused extends SQLException {
  private static final long serialVersionUID = 1L;

  /** "Connection rejected": the pool throws it away and the failure passes for an outage. */
  private static final String REJECTED = "08004";

  private final transient Fault fault;

  SessionRefused(Fault fault) {
    super(fault.what(), REJECTED);
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }
}
