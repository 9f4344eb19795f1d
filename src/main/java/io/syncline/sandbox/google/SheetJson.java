package io.syncline.sandbox.google;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.SandboxJson;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Spreadsheets as a test writes them in JSON. A cell is a text, a number, a boolean or null, or an
 * object with one of the members {@code date}, {@code date_time}, {@code percent}, {@code money}.
 */
final class SheetJson {
  private final SandboxJson json = new SandboxJson();

  Spreadsheet sheet(String id, String body) {
    JsonNode sheet = read(body);
    return new Spreadsheet(
        id,
        sheet.path("title").asText("Sheet"),
        sheet.path("locale").asText("en_US"),
        sheet.path("time_zone").asText("Etc/UTC"),
        sheet.path("shared").asBoolean(true),
        each(sheet.path("tabs"), SheetJson::tab));
  }

  List<Cell> row(String body) {
    return each(read(body), SheetJson::cell);
  }

  private JsonNode read(String body) {
    return json.read(body).orElseThrow(() -> refused("the body is no JSON"));
  }

  private static Tab tab(JsonNode tab) {
    return new Tab(
        tab.path("sheet_id").asLong(),
        tab.path("title").asText(),
        tab.path("hidden").asBoolean(),
        each(tab.path("rows"), row -> each(row, SheetJson::cell)));
  }

  private static Cell cell(JsonNode cell) {
    if (cell.isNull()) {
      return Cell.empty();
    }
    if (cell.isBoolean()) {
      return Cell.bool(cell.asBoolean());
    }
    if (cell.isNumber()) {
      return Cell.number(cell.decimalValue().toPlainString());
    }
    return cell.isObject() ? formatted(cell) : Cell.text(cell.asText());
  }

  private static Cell formatted(JsonNode cell) {
    String format = cell.fieldNames().hasNext() ? cell.fieldNames().next() : "";
    String value = cell.path(format).asText();
    try {
      return switch (format) {
        case "date" -> Cell.date(LocalDate.parse(value));
        case "date_time" -> Cell.dateTime(LocalDateTime.parse(value));
        case "percent" -> Cell.percent(value);
        case "money" -> Cell.money(value);
        default -> throw refused("a cell is no date, date_time, percent or money");
      };
    } catch (DateTimeException | NumberFormatException e) {
      throw refused("no " + format + ": " + value);
    }
  }

  private static <T> List<T> each(JsonNode list, Function<JsonNode, T> of) {
    List<T> all = new ArrayList<>();
    list.forEach(item -> all.add(of.apply(item)));
    return all;
  }

  private static Refusal refused(String why) {
    return new Refusal(400, new Fields().with("error", why));
  }
}
