package io.syncline.entities.engine.grid;

import io.syncline.entities.engine.value.Cell;
import java.util.List;
import java.util.Set;

/** Cells that say something by a special text (mapping#24-error-literals). */
public final class CellTexts {
  private static final Set<String> ERRORS =
      Set.of(
          "#N/A",
          "#REF!",
          "#VALUE!",
          "#DIV/0!",
          "#NAME?",
          "#NUM!",
          "#NULL!",
          "#ERROR!",
          "Loading...");

  private CellTexts() {}

  /** Whether a formula failed or is not ready; a token of the mapping is asked for first. */
  public static boolean isError(Cell cell) {
    return cell instanceof Cell.Text text && ERRORS.contains(text.spelling());
  }

  /** Whether the mapping lists the cell's text as one that means null. */
  public static boolean isNull(Cell cell, List<String> tokens) {
    return !tokens.isEmpty() && tokens.contains(cell.spelling());
  }
}
