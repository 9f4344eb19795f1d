package io.syncline.entities.engine.grid;

import io.syncline.entities.engine.value.Cell;
import java.util.List;

/**
 * A row of a sheet, which may be shorter than its header.
 *
 * @param number the sheet's own, from 1
 */
public record GridRow(int number, List<Cell> cells) {

  public GridRow {
    cells = List.copyOf(cells);
  }

  Cell cell(int column) {
    return column < cells.size() ? cells.get(column) : Cell.EMPTY;
  }

  /** Whether there is nothing in it, which makes it no row (mapping#21-empty-cells). */
  public boolean isBlank() {
    for (Cell cell : cells) {
      if (!cell.isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
