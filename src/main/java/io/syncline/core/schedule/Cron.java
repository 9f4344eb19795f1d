package io.syncline.core.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A schedule as an operator writes it, five fields or Quartz's six or seven, turned into what
 * Quartz reads; {@code fault} names the field that is wrong.
 */
public record Cron(Optional<String> quartz, Optional<String> fault) {
  /** Valid and never due: what a route that is not scheduled carries. */
  public static final String NEVER = "0 0 0 1 1 ? 2099";

  private static final int UNIX_FIELDS = 5;

  static Cron parse(String expression) {
    List<String> fields = List.of(expression.trim().split("\\s+"));
    return switch (fields.size()) {
      case UNIX_FIELDS -> fromUnix(fields);
      case 6, 7 -> checked(fields, 0);
      default -> faulty("it has " + fields.size() + " fields, not 5, 6 or 7");
    };
  }

  private static Cron fromUnix(List<String> unix) {
    List<String> fields = new ArrayList<>(unix);
    fields.add(0, "0");
    int day = CronField.DAY_OF_WEEK.ordinal();
    Optional<String> days = CronDays.toQuartz(fields.get(day));
    if (days.isEmpty()) {
      return faulty(position(CronField.firstInvalid(fields.subList(0, day)), day, 1));
    }
    fields.set(day, days.get());
    return checked(fields, 1);
  }

  /** Quartz wants one of the two day fields to be ?, and cannot have both restricted. */
  private static Cron checked(List<String> given, int offset) {
    List<String> fields = new ArrayList<>(given);
    int month = CronField.DAY_OF_MONTH.ordinal();
    int week = CronField.DAY_OF_WEEK.ordinal();
    if (!fields.get(month).equals(CronField.NONE) && !fields.get(week).equals(CronField.NONE)) {
      if (fields.get(week).equals(CronField.ANY)) {
        fields.set(week, CronField.NONE);
      } else if (fields.get(month).equals(CronField.ANY)) {
        fields.set(month, CronField.NONE);
      }
    }
    Optional<CronField> invalid = CronField.firstInvalid(fields);
    String expression = String.join(" ", fields);
    if (invalid.isPresent() || !CronField.isExpression(expression)) {
      return faulty(
          invalid.isPresent()
              ? position(invalid, week, offset)
              : position(Optional.empty(), week, offset)
                  + ": day of month and day of week cannot both be set");
    }
    if (!CronField.fires(expression)) {
      return faulty("it will never fire: there is no such moment from now on");
    }
    return new Cron(Optional.of(expression), Optional.empty());
  }

  private static String position(Optional<CronField> field, int otherwise, int offset) {
    CronField found = field.orElse(CronField.values()[otherwise]);
    return "field " + (found.ordinal() + 1 - offset) + " (" + found.title() + ") is wrong";
  }

  private static Cron faulty(String fault) {
    return new Cron(Optional.empty(), Optional.of(fault));
  }
}
