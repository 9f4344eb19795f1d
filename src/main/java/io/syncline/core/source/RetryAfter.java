package io.syncline.core.source;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a source asks us to wait: {@code Retry-After} in seconds or as a date, else a time in
 * the text of the body ("retry again at …",
 * junglescout#the-time-to-wait-stands-in-the-text-of-a-429).
 */
final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("(\\d{1,9})(\\.\\d{1,9})?");
  private static final Pattern IN_TEXT =
      Pattern.compile(
          "retry again at\\s+(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:Z|[+-]\\d{2}:?\\d{2}))",
          Pattern.CASE_INSENSITIVE);

  private final Clock clock;

  RetryAfter(Clock clock) {
    this.clock = clock;
  }

  /** The wait, never negative; empty when nothing that can be read asks for one. */
  Optional<Duration> read(@Nullable String header, String body) {
    Optional<Duration> told = header == null ? Optional.empty() : ofHeader(header.trim());
    return told.isPresent() ? told : ofText(body);
  }

  private Optional<Duration> ofHeader(String header) {
    Matcher seconds = SECONDS.matcher(header);
    if (seconds.matches()) {
      long whole = Long.parseLong(seconds.group(1)) + (seconds.group(2) == null ? 0 : 1);
      return Optional.of(Duration.ofSeconds(whole));
    }
    return until(() -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from));
  }

  private Optional<Duration> ofText(String body) {
    Matcher time = IN_TEXT.matcher(body);
    if (!time.find()) {
      return Optional.empty();
    }
    String told = time.group(1).replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2");
    return until(() -> OffsetDateTime.parse(told).toInstant());
  }

  private Optional<Duration> until(Supplier<Instant> told) {
    try {
      Duration wait = Duration.between(clock.instant(), told.get());
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
