package io.syncline.core.verify;

import io.syncline.core.verify.Snapshot.Row;
import io.syncline.core.verify.Snapshot.Rows;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Walks two ordered streams side by side, so that neither is ever held in memory. */
record SideBySide(
    Consumer<Row> onlyInStaging, Consumer<Row> onlyInProduction, BiConsumer<Row, Row> inBoth) {
  void walk(Rows staging, Rows production) throws SQLException {
    Optional<Row> left = staging.next();
    Optional<Row> right = production.next();
    while (left.isPresent() || right.isPresent()) {
      int order = order(left, right);
      if (order < 0) {
        onlyInStaging.accept(left.get());
      } else if (order > 0) {
        onlyInProduction.accept(right.get());
      } else {
        inBoth.accept(left.get(), right.get());
      }
      left = order <= 0 ? staging.next() : left;
      right = order >= 0 ? production.next() : right;
    }
  }

  private static int order(Optional<Row> left, Optional<Row> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return left.isEmpty() ? 1 : -1;
    }
    return left.get().order().compareTo(right.get().order());
  }
}
