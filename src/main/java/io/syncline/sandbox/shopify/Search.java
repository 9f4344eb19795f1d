package io.syncline.sandbox.shopify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code query} looks for (shopify#filters): a moment that is not quoted loses its time of
 * day, and customers are found by whole days.
 *
 * @param updated asks for no more than the moment of the last update
 * @param other asks the record itself, which has to be made for that
 */
record Search(Predicate<Instant> updated, Optional<Predicate<ObjectNode>> other) {
  private static final Pattern TERM =
      Pattern.compile("(\\w+):(>=|<=|>|<)?('[^']*'|\"[^\"]*\"|[^\\s()]+)");

  static Search of(@Nullable Object text, boolean wholeDays) {
    List<Predicate<Instant>> updated = new ArrayList<>();
    List<Predicate<ObjectNode>> other = new ArrayList<>();
    String query = text == null ? "" : text.toString();
    Matcher term = TERM.matcher(query);
    while (term.find()) {
      String operator = term.group(2) == null ? "" : term.group(2);
      String value = term.group(3);
      switch (term.group(1)) {
        case "updated_at" -> updated.add(moment(operator, value, wholeDays));
        case "created_at", "processed_at" ->
            other.add(member(term.group(1), moment(operator, value, wholeDays)));
        case "status" -> other.add(oneOf(unquoted(value)));
        default -> throw new AdminFault("BAD_REQUEST", "Invalid search field " + term.group(1));
      }
    }
    String rest = term.replaceAll("").replaceAll("(?i)\\bAND\\b|[()]", "").strip();
    if (!rest.isEmpty()) {
      throw new AdminFault("BAD_REQUEST", "Invalid search " + rest);
    }
    return new Search(
        updated.stream().reduce(it -> true, Predicate::and), other.stream().reduce(Predicate::and));
  }

  private static Predicate<ObjectNode> member(String field, Predicate<Instant> wanted) {
    String name = field.equals("created_at") ? "createdAt" : "processedAt";
    return record -> wanted.test(Instant.parse(record.path(name).asText()));
  }

  private static Predicate<ObjectNode> oneOf(String values) {
    List<String> wanted = Arrays.asList(values.toUpperCase(Locale.ROOT).split(","));
    return record -> wanted.contains(record.path("status").asText());
  }

  private static Predicate<Instant> moment(String operator, String value, boolean wholeDays) {
    boolean isDay = wholeDays || !value.matches("['\"].*T.*");
    Instant bound = instant(unquoted(value), isDay);
    return updated -> {
      int order = (isDay ? day(updated) : updated).compareTo(bound);
      return switch (operator) {
        case ">=" -> order >= 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        case "<" -> order < 0;
        default -> order == 0;
      };
    };
  }

  private static Instant instant(String value, boolean isDay) {
    try {
      return isDay
          ? LocalDate.parse(value.split("T")[0]).atStartOfDay().toInstant(ZoneOffset.UTC)
          : Instant.parse(value);
    } catch (DateTimeException e) {
      throw new AdminFault("BAD_REQUEST", "Invalid time " + value);
    }
  }

  private static Instant day(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  private static String unquoted(String value) {
    return value.replaceAll("^['\"]|['\"]$", "");
  }
}
