package io.syncline.sandbox.google;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A tab with its cells; its grid is larger than what is written in it, as that of a new sheet. */
public record Tab(long sheetId, String title, boolean isHidden, List<List<Cell>> rows) {
  private static final int LEAST_ROWS = 1_000;
  private static final int LEAST_COLUMNS = 26;

  public Tab {
    rows = List.copyOf(rows);
  }

  public static Tab of(long sheetId, String title, List<List<Cell>> rows) {
    return new Tab(sheetId, title, false, rows);
  }

  public Tab titled(String other) {
    return new Tab(sheetId, other, isHidden, rows);
  }

  /** The same with another row of that number; the first is 1. */
  public Tab withRow(int number, List<Cell> row) {
    List<List<Cell>> changed = new ArrayList<>(rows);
    changed.addAll(Collections.nCopies(Math.max(0, number - rows.size()), List.of()));
    changed.set(number - 1, List.copyOf(row));
    return new Tab(sheetId, title, isHidden, changed);
  }

  /** The same with another cell; row and column are counted from 1. */
  public Tab withCell(int number, int column, Cell cell) {
    List<Cell> row = new ArrayList<>(number <= rows.size() ? rows.get(number - 1) : List.of());
    row.addAll(Collections.nCopies(Math.max(0, column - row.size()), Cell.empty()));
    row.set(column - 1, cell);
    return withRow(number, row);
  }

  /** The same without a row; those below move up. */
  public Tab withoutRow(int number) {
    List<List<Cell>> changed = new ArrayList<>(rows);
    changed.remove(number - 1);
    return new Tab(sheetId, title, isHidden, changed);
  }

  int rowCount() {
    return Math.max(LEAST_ROWS, rows.size());
  }

  int columnCount() {
    return Math.max(LEAST_COLUMNS, rows.stream().mapToInt(List::size).max().orElse(0));
  }

  Cell cell(int row, int column) {
    List<Cell> cells = row < rows.size() ? rows.get(row) : List.of();
    return column < cells.size() ? cells.get(column) : Cell.empty();
  }
}
