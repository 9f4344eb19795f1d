package io.syncline.core.database;

/** A database that cannot be used at present; waiting may help. */
final class DatabaseAway extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  DatabaseAway(Fault fault, Exception cause) {
    super(fault.what(), cause);
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }
}
