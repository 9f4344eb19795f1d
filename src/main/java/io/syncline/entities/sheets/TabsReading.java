package io.syncline.entities.sheets;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.entities.engine.grid.GridRow;
import io.syncline.entities.sheets.Grid.GridTab;
import io.syncline.entities.source.PackedRows;
import io.syncline.entities.source.Row;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Puts the parts of tabs together that several calls read. A part begins with the last row of the
 * one before it: where that is another row now, somebody has put rows in or taken some out
 * meanwhile, so that some would come twice and others not at all.
 */
final class TabsReading {
  private static final int MOST_READINGS = 3;

  private final Map<GridTab, PackedRows.Packing> tabs = new LinkedHashMap<>();
  private final Map<GridTab, Optional<GridRow>> lastRows = new HashMap<>();

  private TabsReading() {}

  /**
   * Reads tabs, and anew where rows have moved.
   *
   * @param most cells of a call
   * @throws TerminalFailure when they move each time
   */
  static Map<GridTab, PackedRows> read(
      List<GridTab> tabs, int most, Function<List<Window>, List<PackedRows>> calls) {
    List<List<Window>> windows = Window.calls(tabs, most);
    for (int reading = 0; reading < MOST_READINGS; reading++) {
      TabsReading one = new TabsReading();
      if (windows.stream().allMatch(call -> one.add(call, calls.apply(call)))) {
        return one.packed();
      }
    }
    throw TerminalFailure.stopped(
        StopReason.SOURCE_FAILED,
        "rows of the spreadsheet moved while it was read in parts, %s times"
            .formatted(MOST_READINGS));
  }

  private boolean add(List<Window> windows, List<PackedRows> answered) {
    for (int i = 0; i < windows.size(); i++) {
      if (!add(windows.get(i), answered.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the part goes on where the one before it ended. */
  private boolean add(Window window, PackedRows rows) {
    PackedRows.Packing packing =
        tabs.computeIfAbsent(window.tab(), tab -> new PackedRows.Packing());
    Optional<GridRow> first = Optional.empty();
    Optional<GridRow> last = Optional.empty();
    boolean isShared = window.isShared();
    for (Row row : rows) {
      GridRow cells = ((Row.OfSheet) row).row();
      boolean isFirst = cells.number() == window.firstRow();
      first = isFirst ? Optional.of(cells) : first;
      last = cells.number() == window.lastRow() ? Optional.of(cells) : last;
      if (!isFirst || !isShared) {
        packing.add(row);
      }
    }
    Optional<GridRow> before = lastRows.put(window.tab(), last);
    return !isShared || first.equals(before);
  }

  private Map<GridTab, PackedRows> packed() {
    Map<GridTab, PackedRows> packed = new HashMap<>();
    tabs.forEach((tab, rows) -> packed.put(tab, rows.packed()));
    return packed;
  }
}
