package io.syncline.entities.sheets;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.source.StreamedReading;
import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.source.PackedRows;
import io.syncline.entities.source.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the values of several windows as they come (google-sheets#rows-are-ragged). Rows without
 * any cell are left out; the others keep the sheet's numbers.
 */
final class ValuesReading implements StreamedReading<List<PackedRows>> {
  private final List<Window> windows;

  ValuesReading(List<Window> windows) {
    this.windows = windows;
  }

  @Override
  public List<PackedRows> read(JsonParser json) throws IOException {
    List<PackedRows> all = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean isValues = json.currentName().equals("valueRanges");
      if (json.nextToken() == JsonToken.START_ARRAY && isValues) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
          all.add(window(json, all.size()));
        }
        end(json);
      } else {
        json.skipChildren();
      }
    }
    if (all.size() != windows.size()) {
      throw garbage("other tabs than were asked for");
    }
    return all;
  }

  private PackedRows window(JsonParser json, int index) throws IOException {
    if (index >= windows.size()) {
      throw garbage("other tabs than were asked for");
    }
    Window window = windows.get(index);
    PackedRows.Packing rows = new PackedRows.Packing();
    String range = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("values") && value == JsonToken.START_ARRAY) {
        rows(json, window.firstRow(), rows);
      } else if (name.equals("range")) {
        range = json.getText();
      } else {
        json.skipChildren();
      }
    }
    if (!window.isEchoed(range)) {
      throw garbage("another part of a tab than was asked for");
    }
    return rows.packed();
  }

  private static void rows(JsonParser json, int first, PackedRows.Packing rows) throws IOException {
    int number = first;
    while (json.nextToken() == JsonToken.START_ARRAY) {
      List<Cell> cells = cells(json);
      if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
        rows.add(Row.of(number, cells));
      }
      number++;
    }
    end(json);
  }

  /** What comes after something else would be read as if it were not there. */
  private static void end(JsonParser json) {
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw garbage("values that are none");
    }
  }

  private static List<Cell> cells(JsonParser json) throws IOException {
    List<Cell> cells = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      cells.add(cell(json));
    }
    return cells;
  }

  private static Cell cell(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> Cell.text(json.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Cell.number(json.getDecimalValue());
      case VALUE_TRUE -> Cell.bool(true);
      case VALUE_FALSE -> Cell.bool(false);
      default -> {
        json.skipChildren();
        yield Cell.EMPTY;
      }
    };
  }

  private static TransientFailure garbage(String what) {
    return TransientFailure.source(StopReason.SOURCE_GARBAGE, "Google answered " + what);
  }
}
