package io.syncline.entities.engine.transform;

import io.syncline.entities.engine.error.RowCode;
import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.engine.value.Texts;
import io.syncline.entities.engine.value.Value;
import java.math.BigDecimal;

/** What a transform made of a cell: a value, or why there is none. */
public sealed interface Reading {

  /** The cell says this. */
  record Read(Value value) implements Reading {}

  /** The cell says nothing that can be stored: never null, zero or a part of it instead. */
  record Refused(RowCode code, String message) implements Reading {}

  static Reading of(Value value) {
    return new Read(value);
  }

  static Reading of(BigDecimal number) {
    return new Read(new Value.Num(number));
  }

  /** A refusal that shows the cell's beginning. */
  static Reading refused(RowCode code, String what, Cell cell) {
    return new Refused(code, what + ": " + Texts.shown(cell.spelling()));
  }
}
