package io.syncline.entities.sheets;

import io.syncline.entities.sheets.Grid.GridTab;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows of a tab that one call reads; a tab that is small enough is read whole.
 *
 * @param isShared whether the first row is the last one of the window before it too
 */
record Window(GridTab tab, int firstRow, int lastRow, boolean isShared) {
  private static final Pattern ECHO = Pattern.compile(".*!\\$?A\\$?(\\d+)(?::.*)?", Pattern.DOTALL);

  /**
   * Which rows each call reads: as many tabs as fit, and parts of those that do not, each from the
   * last row of the one before it on.
   *
   * @param most cells of a call
   */
  static List<List<Window>> calls(List<GridTab> tabs, int most) {
    List<List<Window>> calls = new ArrayList<>();
    long room = 0;
    for (GridTab tab : tabs) {
      for (Window window : of(tab, most)) {
        if (window.cells() > room) {
          calls.add(new ArrayList<>());
          room = most;
        }
        calls.get(calls.size() - 1).add(window);
        room -= window.cells();
      }
    }
    return calls;
  }

  private static List<Window> of(GridTab tab, int most) {
    int height = Math.max(1, most / tab.columns());
    List<Window> windows = new ArrayList<>();
    for (int next = 1; next <= tab.rows(); next = windows.get(windows.size() - 1).lastRow() + 1) {
      boolean isShared = next > 1 && height > 1;
      int first = isShared ? next - 1 : next;
      int last = Math.min(tab.rows(), first + height - 1);
      windows.add(new Window(tab, first, last, isShared));
    }
    return windows;
  }

  private long cells() {
    return (long) (lastRow - firstRow + 1) * tab.columns();
  }

  /** As Google wants it; a quoted title alone is the whole tab. */
  String range() {
    String quoted = "'" + tab.title().replace("'", "''") + "'";
    boolean isWhole = firstRow == 1 && lastRow == tab.rows();
    return isWhole
        ? quoted
        : "%s!A%s:%s%s".formatted(quoted, firstRow, letters(tab.columns() - 1), lastRow);
  }

  /** Whether an answer begins with this window's first row: otherwise rows had wrong numbers. */
  boolean isEchoed(String range) {
    Matcher echo = ECHO.matcher(range);
    return echo.matches() && echo.group(1).equals(String.valueOf(firstRow));
  }

  private static String letters(int column) {
    String rest = column < 26 ? "" : letters(column / 26 - 1);
    return rest + (char) ('A' + column % 26);
  }
}
