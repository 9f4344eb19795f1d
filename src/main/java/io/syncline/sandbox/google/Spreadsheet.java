package io.syncline.sandbox.google;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A spreadsheet with its tabs in order.
 *
 * @param locale as Google spells it: {@code en_GB}
 * @param isShared whether the service account may read it
 */
public record Spreadsheet(
    String id, String title, String locale, String timeZone, boolean isShared, List<Tab> tabs) {

  public Spreadsheet {
    tabs = List.copyOf(tabs);
  }

  public Spreadsheet shared(boolean with) {
    return new Spreadsheet(id, title, locale, timeZone, with, tabs);
  }

  public Spreadsheet with(List<Tab> others) {
    return new Spreadsheet(id, title, locale, timeZone, isShared, others);
  }

  /** The same with one tab changed. */
  public Spreadsheet with(long sheetId, UnaryOperator<Tab> change) {
    return with(
        tabs.stream().map(tab -> tab.sheetId() == sheetId ? change.apply(tab) : tab).toList());
  }

  Optional<Tab> tab(String titled) {
    return tabs.stream().filter(tab -> tab.title().equals(titled)).findFirst();
  }

  Optional<Tab> firstVisible() {
    return tabs.stream().filter(tab -> !tab.isHidden()).findFirst();
  }

  Locale language() {
    return Locale.forLanguageTag(locale.replace('_', '-'));
  }
}
