package io.syncline.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.record.ExactNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.util.MultiValueMap;

/** The mapping of a tab as somebody fills it in: by rows, or as the API's JSON. */
record MappingForm(List<ObjectNode> columns) {
  static final String JSON = "columns";
  private static final ObjectMapper MAPPER = ExactNumbers.in(JsonMapper.builder()).build();

  MappingForm {
    columns = List.copyOf(columns);
  }

  /**
   * Of a list as the API has it.
   *
   * @throws JsonProcessingException for what is no list of objects
   */
  static MappingForm of(JsonNode list) throws JsonProcessingException {
    List<ObjectNode> columns = new ArrayList<>();
    for (JsonNode column : list) {
      if (list.isArray() && column.isObject()) {
        columns.add((ObjectNode) column);
      }
    }
    if (!list.isArray() || columns.size() < list.size()) {
      throw new JsonMappingException(null, "a list of objects is wanted");
    }
    return new MappingForm(columns);
  }

  /**
   * Of what a page sends: JSON where that was typed, else rows.
   *
   * @throws JsonProcessingException for what is no JSON
   */
  static MappingForm typed(MultiValueMap<String, String> form, MappingChoices choices)
      throws JsonProcessingException {
    if (form.containsKey(JSON)) {
      return of(MAPPER.readTree(form.getFirst(JSON)));
    }
    List<ObjectNode> columns = new ArrayList<>();
    for (int at = 0; form.containsKey("c" + at + ".was"); at++) {
      JsonNode was = MAPPER.readTree(form.getFirst("c" + at + ".was"));
      columns.add(
          MappingRow.typed(
              at, was.isObject() ? (ObjectNode) was : MappingRow.leftOut(""), form, choices));
    }
    return new MappingForm(columns);
  }

  /** With a row for each header that has none. */
  MappingForm beside(JsonNode proposal) {
    List<ObjectNode> all = new ArrayList<>(columns);
    for (JsonNode one : proposal.path("proposed")) {
      String header = one.path(MappingRow.HEADER).asText();
      if (all.stream().noneMatch(it -> isOf(it, header))) {
        all.add(MappingRow.leftOut(header));
      }
    }
    return new MappingForm(all);
  }

  /** With what is proposed for columns that are left out, and under headers that changed. */
  MappingForm taking(JsonNode proposal) {
    List<ObjectNode> all = new ArrayList<>();
    columns.forEach(it -> all.add(it.deepCopy()));
    for (JsonNode one : proposal.path("proposed")) {
      String header = one.path(MappingRow.HEADER).asText();
      if (one.hasNonNull("instead_of")) {
        String gone = one.path("instead_of").asText();
        all.removeIf(it -> isOf(it, header) && !isMapped(it));
        all.stream().filter(it -> isOf(it, gone)).forEach(it -> it.put(MappingRow.HEADER, header));
      } else if (one.hasNonNull(MappingRow.TARGET)) {
        all.stream()
            .filter(it -> isOf(it, header) && !isMapped(it))
            .filter(it -> all.stream().noneMatch(other -> fills(other, one)))
            .forEach(it -> take(it, one));
      }
    }
    return new MappingForm(all);
  }

  private static void take(ObjectNode column, JsonNode proposed) {
    for (String name : List.of(MappingRow.TARGET, MappingRow.KEY, MappingRow.TRANSFORM)) {
      column.set(name, proposed.path(name));
    }
  }

  private static boolean fills(ObjectNode column, JsonNode proposed) {
    return column
        .path(MappingRow.TARGET)
        .asText("")
        .equals(proposed.path(MappingRow.TARGET).asText());
  }

  /** With an empty row. */
  MappingForm withOneMore() {
    List<ObjectNode> all = new ArrayList<>(columns);
    all.add(MappingRow.leftOut(""));
    return new MappingForm(all);
  }

  List<MappingRow> rows(MappingChoices choices) {
    List<MappingRow> rows = new ArrayList<>();
    columns.forEach(it -> rows.add(new MappingRow(rows.size(), it, choices)));
    return rows;
  }

  /** What the API takes: without the columns that are left out. */
  ArrayNode mapped() {
    ArrayNode mapped = JsonNodeFactory.instance.arrayNode();
    columns.stream().filter(MappingForm::isMapped).forEach(mapped::add);
    return mapped;
  }

  private static boolean isMapped(ObjectNode column) {
    return column.path(MappingRow.KEY).asBoolean() || column.hasNonNull(MappingRow.TARGET);
  }

  private static boolean isOf(ObjectNode column, String header) {
    return plain(column.path(MappingRow.HEADER).asText("")).equals(plain(header));
  }

  static String plain(String header) {
    return Objects.toString(header, "").strip().toLowerCase(Locale.ROOT);
  }
}
