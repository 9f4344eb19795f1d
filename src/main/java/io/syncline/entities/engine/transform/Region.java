package io.syncline.entities.engine.transform;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where a feed's people write: their separators, the order of their dates, their time. */
public record Region(Locale locale, ZoneId zone) {
  private static final List<String> LANGUAGES = Arrays.asList(Locale.getISOLanguages());

  /** The locale that a spreadsheet names, such as {@code en_US} or {@code de-AT}. */
  public static Optional<Locale> locale(String name) {
    try {
      Locale locale = new Locale.Builder().setLanguageTag(name.replace('_', '-')).build();
      boolean known =
          LANGUAGES.contains(locale.getLanguage()) || locale.getLanguage().length() == 3;
      return known ? Optional.of(locale) : Optional.empty();
    } catch (IllformedLocaleException e) {
      return Optional.empty();
    }
  }

  public static Optional<ZoneId> zone(String name) {
    try {
      return Optional.of(ZoneId.of(name));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
