package io.syncline.sandbox.google;

import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How values are asked for, and the answer: ragged rows, and no values where there are none
 * (google-sheets#rows-are-ragged).
 */
record SheetValues(String valueRender, String dateRender, Locale locale) {
  private static final Set<String> VALUE_RENDERS =
      Set.of("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA");
  private static final Set<String> DATE_RENDERS = Set.of("SERIAL_NUMBER", "FORMATTED_STRING");

  static SheetValues asked(GoogleCall call, Spreadsheet sheet) {
    String values = call.parameter("valueRenderOption", "FORMATTED_VALUE");
    String dates = call.parameter("dateTimeRenderOption", "SERIAL_NUMBER");
    refuseUnknown("value_render_option", values, VALUE_RENDERS);
    refuseUnknown("date_time_render_option", dates, DATE_RENDERS);
    refuseUnknown("major_dimension", call.parameter("majorDimension", "ROWS"), Set.of("ROWS"));
    return new SheetValues(values, dates, sheet.language());
  }

  private static void refuseUnknown(String name, String value, Set<String> allowed) {
    Refusal.when(
        !allowed.contains(value),
        () -> GoogleRefusals.invalid("Invalid value at '%s', \"%s\"".formatted(name, value)));
  }

  Fields of(SheetRange range) {
    Fields answer = new Fields().with("range", range.echo()).with("majorDimension", "ROWS");
    List<List<Object>> rows = new ArrayList<>();
    for (int row = range.firstRow();
        row < Math.min(range.endRow(), range.tab().rows().size());
        row++) {
      rows.add(row(range, row));
    }
    while (!rows.isEmpty() && rows.get(rows.size() - 1).isEmpty()) {
      rows.remove(rows.size() - 1);
    }
    return rows.isEmpty() ? answer : answer.with("values", rows);
  }

  private List<Object> row(SheetRange range, int row) {
    List<Object> cells = new ArrayList<>();
    int written = 0;
    for (int column = range.firstColumn(); column < range.endColumn(); column++) {
      Cell cell = range.tab().cell(row, column);
      cells.add(rendered(cell));
      written = cell.isEmpty() ? written : cells.size();
    }
    return cells.subList(0, written);
  }

  private Object rendered(Cell cell) {
    if (cell.value() == null) {
      return "";
    }
    boolean isShown =
        valueRender.equals("FORMATTED_VALUE")
            || cell.isDate() && dateRender.equals("FORMATTED_STRING");
    return isShown ? cell.shown(locale) : cell.value();
  }
}
