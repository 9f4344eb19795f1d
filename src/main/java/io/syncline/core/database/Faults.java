package io.syncline.core.database;

import java.sql.SQLException;

/** Says what went wrong without the driver's text, which may hold values. */
final class Faults {

  private Faults() {}

  static String describe(Throwable fault) {
    Throwable cause = cause(fault);
    String type = cause.getClass().getSimpleName();
    return cause instanceof SQLException sql ? type + " " + sql.getSQLState() : type;
  }

  /** What is to be done about a migration that failed. */
  static String advice(Throwable fault, String user) {
    String state =
        cause(fault) instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "";
    return switch (state) {
      case "42501" ->
          "Make "
              + user
              + " the owner of the tables that are there already, such as listings: PostgreSQL lets"
              + " nobody else add a column or an index.";
      case "42809", "2BP01" ->
          "A table or view of the same name but of another kind, or with other views upon it, is in"
              + " the way, such as master_market_latest: rename it.";
      default ->
          "Check that its server answers, that "
              + user
              + " may create tables in it, and see 'doctor'.";
    };
  }

  private static Throwable cause(Throwable fault) {
    Throwable cause = fault;
    while (cause.getCause() != null && !(cause instanceof SQLException)) {
      cause = cause.getCause();
    }
    return cause;
  }
}
