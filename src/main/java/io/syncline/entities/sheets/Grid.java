package io.syncline.entities.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.entities.source.FeedOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a spreadsheet says of itself: its language and its tabs that have cells.
 *
 * @param locale as Google spells it: {@code en_GB}
 */
record Grid(String locale, String timeZone, List<GridTab> tabs) {
  /** All that is asked for; with a mask no cells come. */
  static final String FIELDS =
      "properties(locale,timeZone),"
          + "sheets.properties(sheetId,title,sheetType,gridProperties(rowCount,columnCount))";

  /** A tab that has cells. */
  record GridTab(long sheetId, String title, int rows, int columns) {}

  static Grid of(JsonNode answer) {
    List<GridTab> tabs = new ArrayList<>();
    for (JsonNode sheet : answer.path("sheets")) {
      JsonNode properties = sheet.path("properties");
      JsonNode size = properties.path("gridProperties");
      if (properties.path("sheetType").asText("GRID").equals("GRID")) {
        tabs.add(
            new GridTab(
                properties.path("sheetId").asLong(),
                properties.path("title").asText(),
                Math.max(1, size.path("rowCount").asInt()),
                Math.max(1, size.path("columnCount").asInt())));
      }
    }
    JsonNode properties = answer.path("properties");
    return new Grid(
        properties.path("locale").asText("en_US"),
        properties.path("timeZone").asText("UTC"),
        List.copyOf(tabs));
  }

  /** A tab by the id that it keeps; by its title as long as no id is known. */
  Optional<GridTab> find(FeedOrder feed) {
    return tabs.stream()
        .filter(
            tab ->
                feed.sheetId().isPresent()
                    ? tab.sheetId() == feed.sheetId().getAsLong()
                    : tab.title().equals(feed.tabName()))
        .findFirst();
  }
}
