package io.syncline.sandbox.google;

import io.syncline.sandbox.engine.Refusal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a tab in A1 notation (google-sheets#a-tabs-name-is-always-quoted). Rows and columns are
 * counted from 0, the last ones are outside.
 */
record SheetRange(Tab tab, int firstRow, int firstColumn, int endRow, int endColumn) {
  private static final Pattern RANGE =
      Pattern.compile("(?:'(?<quoted>(?:[^']|'')*)'|(?<bare>[^'!]+))(?:!(?<cells>[^!]+))?");
  private static final Pattern CELLS =
      Pattern.compile("([A-Za-z]{0,3})(\\d{0,7})(?::([A-Za-z]{0,3})(\\d{0,7}))?");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_]\\w*");
  private static final Pattern ONE_CELL =
      Pattern.compile("[A-Za-z]{1,3}\\d+(?::[A-Za-z]{1,3}\\d+)?");

  static SheetRange parse(Spreadsheet sheet, String text) {
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      throw GoogleRefusals.unknownRange(text);
    }
    String quoted = range.group("quoted");
    String bare = range.group("bare");
    if (quoted == null && range.group("cells") == null && ONE_CELL.matcher(bare).matches()) {
      return of(sheet.firstVisible(), bare, text);
    }
    String title = quoted == null ? bare : quoted.replace("''", "'");
    return of(sheet.tab(title), range.group("cells"), text);
  }

  private static SheetRange of(Optional<Tab> found, @Nullable String cells, String text) {
    Tab tab = found.orElseThrow(() -> GoogleRefusals.unknownRange(text));
    if (cells == null) {
      return new SheetRange(tab, 0, 0, tab.rowCount(), tab.columnCount());
    }
    Matcher part = CELLS.matcher(cells);
    if (!part.matches()) {
      throw GoogleRefusals.unknownRange(text);
    }
    boolean isOne = part.group(3) == null;
    SheetRange asked =
        new SheetRange(
            tab,
            number(part.group(2), 1) - 1,
            column(part.group(1), 1) - 1,
            number(isOne ? part.group(2) : part.group(4), tab.rowCount()),
            column(isOne ? part.group(1) : part.group(3), tab.columnCount()));
    return asked.inside(text);
  }

  private SheetRange inside(String text) {
    Refusal.when(
        firstRow >= tab.rowCount() || firstColumn >= tab.columnCount(),
        () -> GoogleRefusals.outside(text, tab));
    return new SheetRange(
        tab,
        firstRow,
        firstColumn,
        Math.min(endRow, tab.rowCount()),
        Math.min(endColumn, tab.columnCount()));
  }

  /** The whole range that was asked for, whatever is in it. */
  String echo() {
    String title = tab.title();
    boolean isPlain = PLAIN.matcher(title).matches() && !ONE_CELL.matcher(title).matches();
    return (isPlain ? title : "'" + title.replace("'", "''") + "'")
        + "!%s%s:%s%s"
            .formatted(letters(firstColumn), firstRow + 1, letters(endColumn - 1), endRow);
  }

  private static int number(String digits, int otherwise) {
    return digits.isEmpty() ? otherwise : Math.max(1, Integer.parseInt(digits));
  }

  private static int column(String letters, int otherwise) {
    int column = 0;
    for (char letter : letters.toUpperCase(Locale.ROOT).toCharArray()) {
      column = column * 26 + letter - 'A' + 1;
    }
    return letters.isEmpty() ? otherwise : column;
  }

  private static String letters(int column) {
    String rest = column < 26 ? "" : letters(column / 26 - 1);
    return rest + (char) ('A' + column % 26);
  }
}
