package io.syncline.entities.engine.transform;

import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The patterns that a mapping names, in their order. */
final class Formats {
  private final List<DateTimeFormatter> formats;

  private Formats(List<DateTimeFormatter> formats) {
    this.formats = List.copyOf(formats);
  }

  static Formats of(Settings settings, Locale locale) {
    List<DateTimeFormatter> formats = new ArrayList<>();
    for (String pattern : settings.texts("formats")) {
      try {
        formats.add(
            new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(withoutEra(pattern))
                .toFormatter(locale)
                .withResolverStyle(ResolverStyle.STRICT));
      } catch (IllegalArgumentException e) {
        settings.fault("formats", "'" + pattern + "' is no pattern of a date");
      }
    }
    return new Formats(formats);
  }

  /** What the first pattern that fits says, as the first of these; null where none fits. */
  @Nullable TemporalAccessor read(String text, TemporalQuery<?>... as) {
    for (DateTimeFormatter format : formats) {
      try {
        return as.length == 1
            ? (TemporalAccessor) format.parse(text, as[0])
            : format.parseBest(text, as);
      } catch (DateTimeException e) {
        continue;
      }
    }
    return null;
  }

  /** A strict {@code yyyy} wants an era beside it, which nobody writes. */
  private static String withoutEra(String pattern) {
    StringBuilder changed = new StringBuilder(pattern.length());
    boolean quoted = false;
    for (char sign : pattern.toCharArray()) {
      quoted ^= sign == '\'';
      changed.append(!quoted && sign == 'y' ? 'u' : sign);
    }
    return changed.toString();
  }
}
