package io.syncline.core.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.constraint.FieldConstraints;
import com.cronutils.model.field.expression.visitor.ValidationFieldExpressionVisitor;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import com.cronutils.parser.CronParserField;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.quartz.CronExpression;

/**
 * A schedule as an operator writes it, five fields or Quartz's six or seven, turned into what
 * Quartz reads; {@code fault} names the field that is wrong. Whether and when an expression fires
 * is asked of Quartz itself, which reads some of them otherwise than cron-utils (decision 0064).
 */
public record Cron(Optional<String> quartz, Optional<String> fault) {
  /** Valid and never due: what a route that is not scheduled carries. */
  public static final String NEVER = "0 0 0 1 1 ? 2099";

  private static final CronDefinition QUARTZ =
      CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ);
  private static final CronParser FIVE_FIELDS =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  private static final List<String> TITLES =
      List.of("seconds", "minutes", "hours", "day of month", "month", "day of week", "year");
  private static final int MONTH_DAY = 3;
  private static final int WEEK_DAY = 5;
  private static final String ANY = "*";
  private static final String NONE = "?";
  private static final String NO_FIELD = "-";

  /** Reading one takes a millisecond, and the few that there are are asked for again and again. */
  private static final Map<String, Cron> READ = new ConcurrentHashMap<>();

  private static final int MOST_READ = 1000;
  private static final ZonedDateTime A_SUNDAY =
      ZonedDateTime.of(2023, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  /** When Quartz's expression is due after a moment; never for {@code off}. */
  public static Optional<Instant> next(String quartz, Instant moment) {
    return next(quartz, ZoneOffset.UTC, moment);
  }

  /** The same by the clock of a time zone. */
  static Optional<Instant> next(String quartz, ZoneId zone, Instant moment) {
    try {
      return Optional.ofNullable(dueAfter(quartz, zone, Date.from(moment))).map(Date::toInstant);
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  private static Date dueAfter(String quartz, ZoneId zone, Date moment) throws ParseException {
    CronExpression expression = new CronExpression(quartz);
    expression.setTimeZone(TimeZone.getTimeZone(zone));
    return expression.getNextValidTimeAfter(moment);
  }

  static Cron parse(String expression) {
    if (READ.size() >= MOST_READ) {
      READ.clear();
    }
    return READ.computeIfAbsent(expression, Cron::read);
  }

  private static Cron read(String expression) {
    List<String> fields =
        new ArrayList<>(List.of(expression.trim().toUpperCase(Locale.ROOT).split("\\s+")));
    return switch (fields.size()) {
      case 5 -> {
        fields.add(0, "0");
        fields.set(WEEK_DAY, days(fields.get(WEEK_DAY)));
        yield checked(fields, 1);
      }
      case 6, 7 -> checked(fields, 0);
      default -> faulty("it has " + fields.size() + " fields, not 5, 6 or 7");
    };
  }

  /** Sunday is 0 and 7 in five fields, 1 in Quartz: the days as names, which both read alike. */
  private static String days(String field) {
    try {
      ExecutionTime time =
          ExecutionTime.forCron(FIVE_FIELDS.parse("0 0 * * " + withinAWeek(field)));
      List<ZonedDateTime> week = IntStream.range(0, 7).mapToObj(A_SUNDAY::plusDays).toList();
      List<ZonedDateTime> days = week.stream().filter(time::isMatch).toList();
      return days.equals(week)
          ? ANY
          : days.stream()
              .map(day -> day.getDayOfWeek().name().substring(0, 3))
              .collect(Collectors.joining(","));
    } catch (RuntimeException e) { // an index out of bounds too, for 3/
      return NO_FIELD;
    }
  }

  /** A week begins on Sunday and ends on Saturday; cron-utils ends it on Sunday. */
  private static String withinAWeek(String days) {
    return days.replace(NONE, ANY).replaceAll("(?<![-\\w])(\\w+)/", "$1-6/").replace("SUN-", "0-");
  }

  private static Cron checked(List<String> fields, int offset) {
    chooseDayField(fields);
    for (int field = 0; field < fields.size(); field++) {
      if (!isValid(CronFieldName.values()[field], fields.get(field))) {
        return faulty(position(field, offset));
      }
    }
    if (fields.get(MONTH_DAY).equals(NONE) == fields.get(WEEK_DAY).equals(NONE)) {
      return faulty(
          position(WEEK_DAY, offset)
              + ": day of month and day of week cannot both be set, nor both be ?");
    }
    String expression = String.join(" ", fields);
    try {
      return dueAfter(expression, ZoneOffset.UTC, new Date()) != null // as there is no 31 February
          ? new Cron(Optional.of(expression), Optional.empty())
          : faulty("it will never fire: there is no such moment from now on");
    } catch (ParseException | RuntimeException e) {
      return faulty("Quartz does not read it, though each field alone is right");
    }
  }

  /** Quartz wants one of the two day fields to be ?. */
  private static void chooseDayField(List<String> fields) {
    if (!fields.get(MONTH_DAY).equals(NONE) && !fields.get(WEEK_DAY).equals(NONE)) {
      if (fields.get(WEEK_DAY).equals(ANY)) {
        fields.set(WEEK_DAY, NONE);
      } else if (fields.get(MONTH_DAY).equals(ANY)) {
        fields.set(MONTH_DAY, NONE);
      }
    }
  }

  private static boolean isValid(CronFieldName name, String field) {
    FieldConstraints allowed = QUARTZ.getFieldDefinition(name).getConstraints();
    try {
      new CronParserField(name, allowed)
          .parse(field)
          .getExpression()
          .accept(new ValidationFieldExpressionVisitor(allowed));
      return true;
    } catch (RuntimeException e) { // an index out of bounds too, for 3#
      return false;
    }
  }

  private static String position(int field, int offset) {
    return "field " + (field + 1 - offset) + " (" + TITLES.get(field) + ") is wrong";
  }

  private static Cron faulty(String fault) {
    return new Cron(Optional.empty(), Optional.of(fault));
  }
}
