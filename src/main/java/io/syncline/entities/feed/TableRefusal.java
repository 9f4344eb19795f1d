package io.syncline.entities.feed;

import io.syncline.core.error.OneLine;
import io.syncline.core.error.RequestRefused;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataIntegrityViolationException;

/** Tells by name, and without a value, what of somebody's tables stands against a change. */
final class TableRefusal {
  private static final int LONGEST = 100;

  private TableRefusal() {}

  static RequestRefused of(DataIntegrityViolationException failure) {
    String what =
        failure.getMostSpecificCause() instanceof PSQLException refusal
            ? Optional.ofNullable(refusal.getServerErrorMessage())
                .map(TableRefusal::named)
                .orElse("a value")
            : "a value";
    return RequestRefused.of(
        409,
        "TABLE_REFUSES",
        "A table of the configuration refuses it",
        "What its owner has laid down stands against it: " + OneLine.of(what, 3 * LONGEST));
  }

  private static String named(ServerErrorMessage message) {
    if (message.getConstraint() != null) {
      return "the constraint " + message.getConstraint() + " of " + message.getTable();
    }
    return message.getColumn() == null
        ? "a value"
        : "the column " + message.getColumn() + " of " + message.getTable() + " needs a value";
  }
}
