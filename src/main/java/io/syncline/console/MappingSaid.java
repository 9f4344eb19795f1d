package io.syncline.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.pipeline.ApiCalls.Told;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a trial says of one row of the form.
 *
 * @param cells how many cells of its column are not empty
 * @param examples some cells with what they become
 * @param troubles why cells cannot be read, or the row cannot be so
 * @param more how many troubles are not named
 */
public record MappingSaid(
    int at, int cells, List<String> examples, List<String> troubles, int more) {
  private static final int FEW = 3;
  private static final int LONGEST = 80;

  /** By row what the first records make of it. */
  static List<MappingSaid> of(List<MappingRow> rows, JsonNode trial) {
    return rows.stream().filter(MappingRow::isMapped).map(row -> of(row, trial)).toList();
  }

  private static MappingSaid of(MappingRow row, JsonNode trial) {
    int cells = 0;
    Set<String> examples = new LinkedHashSet<>();
    List<String> troubles = new ArrayList<>();
    for (JsonNode warning : trial.path("warnings")) {
      if (isOf(row, warning.path("column"))) {
        troubles.add(warning.path("message").asText());
      }
    }
    for (JsonNode record : trial.path("records")) {
      String cell = record.path("cells").path(row.header()).asText("");
      cells += cell.isEmpty() ? 0 : 1;
      JsonNode value = record.path("values").path(row.target());
      if (!cell.isEmpty() && !value.isMissingNode() && examples.size() < FEW) {
        examples.add(
            brief(cell)
                + " → "
                + (value.isNull()
                    ? "cleared"
                    : brief(value.isValueNode() ? value.asText() : value.toString())));
      }
      for (JsonNode error : record.path("errors")) {
        if (isOf(row, error.path("column"))) {
          troubles.add("Row " + record.path("row").asText() + ": " + told(error));
        }
      }
    }
    return new MappingSaid(row.at(), cells, List.copyOf(examples), first(troubles), left(troubles));
  }

  /** By row why the mapping was refused. */
  static List<MappingSaid> of(List<MappingRow> rows, Told refused) {
    List<MappingRow> mapped = rows.stream().filter(MappingRow::isMapped).toList();
    List<MappingSaid> said = new ArrayList<>();
    for (int place = 0; place < mapped.size(); place++) {
      List<String> troubles = new ArrayList<>();
      String column = "column '" + mapped.get(place).header() + "': ";
      for (String reason : reasons(refused)) {
        if (reason.startsWith(column)) {
          troubles.add(reason.substring(column.length()));
        } else if (reason.startsWith("columns[" + place + "]")) {
          troubles.add(reason.substring(reason.indexOf('.') + 1));
        }
      }
      said.add(
          new MappingSaid(mapped.get(place).at(), 0, List.of(), first(troubles), left(troubles)));
    }
    return said;
  }

  /** Each reason of a refusal; its sentence where it names none. */
  static List<String> reasons(Told refused) {
    List<String> reasons = new ArrayList<>();
    refused.body().path("reasons").forEach(it -> reasons.add(it.asText()));
    return reasons.isEmpty() ? List.of(refused.why()) : reasons;
  }

  private static boolean isOf(MappingRow row, JsonNode column) {
    return MappingForm.plain(column.asText("")).equals(MappingForm.plain(row.header()));
  }

  private static String told(JsonNode error) {
    return "%s, %s".formatted(error.path("code").asText(), error.path("message").asText());
  }

  private static List<String> first(List<String> troubles) {
    return troubles.stream().limit(FEW).toList();
  }

  private static int left(List<String> troubles) {
    return Math.max(0, troubles.size() - FEW);
  }

  private static String brief(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
