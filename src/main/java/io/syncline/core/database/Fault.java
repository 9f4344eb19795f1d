package io.syncline.core.database;

import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What is wrong with a database, in one sentence, and what to do about just that. */
record Fault(String what, String action) {

  /** The server's or the pooler's own sentence; the driver's detail may hold values, this not. */
  static String serverText(Throwable failure) {
    return Optional.of(cause(failure))
        .filter(PSQLException.class::isInstance)
        .map(sql -> ((PSQLException) sql).getServerErrorMessage())
        .map(ServerErrorMessage::getMessage)
        .orElse("");
  }

  static String state(Throwable failure) {
    return cause(failure) instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "";
  }

  /**
   * The innermost failure that a server, a pooler or the driver told; else the innermost at all.
   */
  static Throwable cause(Throwable failure) {
    Throwable told = failure;
    Throwable each = failure;
    while (each.getCause() != null && each.getCause() != each) {
      each = each.getCause();
      if (each instanceof SQLException || !(told instanceof SQLException)) {
        told = each;
      }
    }
    return told;
  }

  static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return Optional.of(type.cast(each));
      }
    }
    return Optional.empty();
  }

  String sentence() {
    return what + " " + action;
  }
}
