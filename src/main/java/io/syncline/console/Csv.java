package io.syncline.console;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table that somebody takes along. No cell of it is a formula where it is opened. */
final class Csv {
  private static final String BEGINS_A_FORMULA = "=+-@\t\r";

  private final PrintWriter out;
  private final List<String> columns;

  /** Begins the answer with the names of the columns, which are members of the rows. */
  Csv(HttpServletResponse response, String name, String... columns) throws IOException {
    response.setContentType("text/csv");
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.setHeader("Content-Disposition", "attachment; filename=\"" + name + ".csv\"");
    this.out = response.getWriter();
    this.columns = List.of(columns);
    out.print(line(this.columns));
  }

  void row(Map<String, ?> row) {
    out.print(line(columns.stream().map(column -> member(row, column)).toList()));
  }

  /** A line that is no row. */
  void remark(String sentence) {
    out.print(line(List.of("# " + sentence)));
  }

  /** Whether somebody still takes it: a writer keeps to itself that its reader has left. */
  boolean isTaken() {
    return !out.checkError();
  }

  /** A member, or one of a member. */
  private static Object member(Map<String, ?> row, String column) {
    String[] names = column.split("\\.", 2);
    Object value = row.get(names[0]);
    return names.length == 2 && value instanceof Map<?, ?> inner
        ? orEmpty(inner.get(names[1]))
        : orEmpty(value);
  }

  private static Object orEmpty(@Nullable Object value) {
    return value == null ? "" : value;
  }

  static String line(List<?> cells) {
    return String.join(",", cells.stream().map(Csv::cell).toList()) + "\r\n";
  }

  private static String cell(Object value) {
    String text =
        value instanceof Map<?, ?> || value instanceof List<?>
            ? Facts.text(value)
            : value.toString();
    if (!(value instanceof Number)
        && !text.isEmpty()
        && BEGINS_A_FORMULA.indexOf(text.charAt(0)) >= 0) {
      text = "'" + text;
    }
    return text.chars().anyMatch(it -> ",\"\r\n".indexOf(it) >= 0)
        ? "\"" + text.replace("\"", "\"\"") + "\""
        : text;
  }
}
