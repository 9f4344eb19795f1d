package io.syncline.entities.engine;

import io.syncline.entities.engine.error.RowCode;
import io.syncline.entities.engine.error.RowError;
import io.syncline.entities.engine.error.RowRef;
import io.syncline.entities.engine.error.Severity;
import io.syncline.entities.engine.grid.CellTexts;
import io.syncline.entities.engine.mapping.ColumnMapping;
import io.syncline.entities.engine.mapping.FieldPolicy;
import io.syncline.entities.engine.mapping.MappedColumn;
import io.syncline.entities.engine.mapping.OnEmpty;
import io.syncline.entities.engine.transform.Reading;
import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.engine.value.Texts;
import io.syncline.entities.engine.value.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a cell does to its feed's claim (mapping#4-from-a-cell-to-a-claim). */
sealed interface Statement {
  Statement WITHDRAW = new Withdraw();
  Statement KEEP = new Keep(null);

  /** The field is this, which may be null. */
  record Assert(@Nullable Value value, @Nullable String raw) implements Statement {}

  /** The feed says nothing of the field. */
  record Withdraw() implements Statement {}

  /** The claim stays as it is, as the cell cannot be read or is not there. */
  record Keep(@Nullable RowError reason) implements Statement {}

  /** What is wrong with the cell. */
  default Optional<RowError> fault() {
    return this instanceof Keep keep ? Optional.ofNullable(keep.reason) : Optional.empty();
  }

  /** What a cell says; null for one of a column that is not read. */
  static Statement of(MappedColumn column, @Nullable Cell cell, RowRef row) {
    if (cell == null) {
      return KEEP;
    }
    ColumnMapping mapping = column.mapping();
    boolean nothing = CellTexts.isNull(cell, mapping.nullTokens());
    if (mapping.required() && (nothing || cell.isEmpty())) {
      return faulty(column, row, RowCode.MISSING_REQUIRED, missing(mapping));
    }
    if (nothing) {
      return new Assert(null, cell.spelling());
    }
    if (cell.isEmpty()) {
      return mapping.onEmpty() == OnEmpty.CLEAR ? new Assert(null, null) : WITHDRAW;
    }
    if (CellTexts.isError(cell)) {
      String shown = "The formula failed: " + Texts.shown(cell.spelling());
      return faulty(column, row, RowCode.CELL_ERROR, shown);
    }
    Reading reading = column.transform().read(cell);
    return reading instanceof Reading.Read read
        ? new Assert(cast(column.policy(), read.value()), cell.spelling())
        : faulty(column, row, (Reading.Refused) reading);
  }

  private static String missing(ColumnMapping mapping) {
    return "Missing required field '" + mapping.targetField() + "'";
  }

  private static @Nullable Value cast(@Nullable FieldPolicy policy, Value value) {
    return policy == null ? value : policy.field().type().cast(value);
  }

  private static Statement faulty(MappedColumn column, RowRef row, Reading.Refused refused) {
    return faulty(column, row, refused.code(), refused.message());
  }

  private static Statement faulty(MappedColumn column, RowRef row, RowCode code, String message) {
    Severity severity = column.mapping().required() ? Severity.ERROR : Severity.WARNING;
    return new Keep(new RowError(row, column.header(), code, message, severity));
  }
}
