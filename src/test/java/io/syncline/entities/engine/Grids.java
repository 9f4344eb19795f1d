package io.syncline.entities.engine;

import io.syncline.entities.engine.grid.GridRow;
import io.syncline.entities.engine.value.Cell;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sheets as tests write them: a line is a row, {@code |} separates cells, quoted numbers are text.
 */
final class Grids {
  private Grids() {}

  static List<GridRow> of(String text) {
    List<GridRow> rows = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      rows.add(new GridRow(rows.size() + 1, cells(line)));
    }
    return rows;
  }

  static List<GridRow> of(String header, Stream<String> rows) {
    return of(Stream.concat(Stream.of(header), rows).reduce((a, b) -> a + "\n" + b).orElseThrow());
  }

  private static List<Cell> cells(String line) {
    return line.isBlank()
        ? List.of()
        : Arrays.stream(line.split("\\|", -1)).map(String::strip).map(Grids::cell).toList();
  }

  static Cell cell(String text) {
    if (text.matches("-?\\d+(\\.\\d+)?")) {
      return Cell.number(new BigDecimal(text));
    }
    if (text.equals("true") || text.equals("false")) {
      return Cell.bool(Boolean.parseBoolean(text));
    }
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return Cell.text(quoted ? text.substring(1, text.length() - 1) : text);
  }
}
