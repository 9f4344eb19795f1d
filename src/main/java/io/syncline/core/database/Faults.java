package io.syncline.core.database;

import java.sql.SQLException;

/** Says what went wrong without the driver's text, which may hold values. */
final class Faults {

  private Faults() {}

  static String describe(Throwable fault) {
    Throwable cause = fault;
    while (cause.getCause() != null && !(cause instanceof SQLException)) {
      cause = cause.getCause();
    }
    String type = cause.getClass().getSimpleName();
    return cause instanceof SQLException sql ? type + " " + sql.getSQLState() : type;
  }
}
