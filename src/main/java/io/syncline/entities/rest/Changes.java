package io.syncline.entities.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.entities.engine.grid.RecordPath;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.boot.convert.DurationStyle;

/**
 * How an API is asked for what changed.
 *
 * @param parameter what carries the moment
 * @param at where a record says when it changed
 * @param form how the moment is spelt
 * @param overlap how much is read once more, as an index may lag behind
 * @param wholeEvery when everything is read again, since what is gone does not show
 */
record Changes(String parameter, String at, Form form, Duration overlap, Duration wholeEvery) {
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final String DAY = "2026-01-31";
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final Duration WEEK = Duration.ofDays(7);

  /** How moments are spelt. */
  enum Form {
    ISO,
    DATE,
    SECONDS,
    MILLIS
  }

  static Changes of(Keys keys) {
    keys.known("parameter", "at", "form", "overlap", "whole_every");
    return new Changes(
        keys.text("parameter"),
        keys.text("at"),
        keys.word("form", Form.ISO, Form.values()),
        duration(keys, "overlap", QUARTER),
        duration(keys, "whole_every", WEEK));
  }

  private static Duration duration(Keys keys, String key, Duration otherwise) {
    return keys.has(key) ? keys.read(key, keys.text(key), otherwise, Changes::bounded) : otherwise;
  }

  private static Duration bounded(String text) {
    Duration duration = DurationStyle.detectAndParse(text);
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("not from 0 to 31 days");
    }
    return duration;
  }

  String spelt(Instant moment) {
    Instant whole = moment.truncatedTo(ChronoUnit.SECONDS);
    return switch (form) {
      case ISO -> whole.toString();
      // A day of the API's own zone may have begun a day earlier.
      case DATE -> LocalDate.ofInstant(moment, ZoneOffset.UTC).minusDays(1).toString();
      case SECONDS -> String.valueOf(whole.getEpochSecond());
      case MILLIS -> String.valueOf(moment.toEpochMilli());
    };
  }

  /** The day of a date, or of a moment. */
  private static LocalDate day(String text) {
    return LocalDate.parse(text.length() > DAY.length() ? text.substring(0, DAY.length()) : text);
  }

  /** When a record changed; empty when it does not say. */
  Optional<Instant> of(JsonNode record) {
    JsonNode value = RecordPath.of(at).find(record);
    try {
      return switch (form) {
        case ISO -> Optional.of(OffsetDateTime.parse(value.asText()).toInstant());
        case DATE -> Optional.of(day(value.asText()).atStartOfDay().toInstant(ZoneOffset.UTC));
        case SECONDS ->
            value.canConvertToLong()
                ? Optional.of(Instant.ofEpochSecond(value.asLong()))
                : Optional.empty();
        case MILLIS ->
            value.canConvertToLong()
                ? Optional.of(Instant.ofEpochMilli(value.asLong()))
                : Optional.empty();
      };
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
