package io.syncline.entities.engine.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.entities.engine.grid.ApiRecord;
import io.syncline.entities.engine.grid.GridRow;
import io.syncline.entities.engine.value.Cell;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Records as a sheet: a column for each member, those of an object by their paths. */
public final class RecordTable {
  private static final int DEEPEST = 4;
  private static final int MOST_COLUMNS = 500;

  private RecordTable() {}

  /**
   * The header, with the first number, and a row for each record.
   *
   * @param mapped paths that are there for all that, as a member need not be in every record
   */
  public static List<GridRow> of(List<ApiRecord> records, List<String> mapped) {
    List<Map<String, Cell>> flat = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>(mapped);
    for (ApiRecord record : records) {
      Map<String, Cell> cells = new TreeMap<>();
      flatten("", record.json(), 1, cells, names);
      flat.add(cells);
    }
    List<String> header = names.stream().limit(MOST_COLUMNS).toList();
    List<GridRow> rows = new ArrayList<>();
    rows.add(new GridRow(1, header.stream().map(Cell::text).toList()));
    for (Map<String, Cell> cells : flat) {
      rows.add(
          new GridRow(
              rows.size() + 1,
              header.stream().map(name -> cells.getOrDefault(name, Cell.EMPTY)).toList()));
    }
    return rows;
  }

  private static void flatten(
      String path, JsonNode object, int depth, Map<String, Cell> cells, Set<String> names) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      JsonNode value = member.getValue();
      String name = path + member.getKey();
      if (member.getKey().isEmpty()) {
        continue; // no path leads there
      }
      if (value.isObject() && depth < DEEPEST) {
        flatten(name + ".", value, depth + 1, cells, names);
      } else {
        names.add(name);
        cells.put(name, Cell.of(value));
      }
    }
  }
}
