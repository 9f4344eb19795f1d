package io.syncline.core.schedule;

import io.syncline.core.error.StartupProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Reads each pipeline's schedule and needs, and derives what its routes ask for. */
public final class Schedules {
  static final List<String> WORDS =
      List.of("elitefactor", "entities", "stockx", "clientapi", "junglescout");

  private Schedules() {}

  public static List<StartupProblem> problems(Environment environment) {
    List<StartupProblem> problems = new ArrayList<>();
    for (String word : WORDS) {
      String cron = cron(environment, word);
      if (!isOff(cron)) {
        Cron.parse(cron)
            .fault()
            .ifPresent(fault -> problems.add(invalid("syncline." + word + ".cron", fault)));
      }
    }
    return problems;
  }

  /** {@code quartz-cron}, {@code scheduled} and {@code missing-variables} of each pipeline. */
  public static Map<String, Object> derived(Environment environment, Collection<String> provided) {
    Map<String, Object> derived = new LinkedHashMap<>();
    boolean fire = !isOff(environment.getProperty("syncline.schedules", "on"));
    for (String word : WORDS) {
      String cron = cron(environment, word);
      List<String> missing = missing(environment, word, provided);
      String quartz = isOff(cron) ? Cron.NEVER : Cron.parse(cron).quartz().orElse(Cron.NEVER);
      boolean scheduled = fire && !quartz.equals(Cron.NEVER) && missing.isEmpty();
      derived.put("syncline." + word + ".quartz-cron", quartz);
      derived.put("syncline." + word + ".scheduled", scheduled);
      derived.put("syncline." + word + ".missing-variables", String.join(",", missing));
    }
    return derived;
  }

  /** YAML reads a bare {@code off} as false. */
  public static boolean isOff(String value) {
    return value.isBlank() || value.equalsIgnoreCase("off") || value.equalsIgnoreCase("false");
  }

  private static String cron(Environment environment, String word) {
    return environment.getProperty("syncline." + word + ".cron", "off").trim();
  }

  private static List<String> missing(
      Environment environment, String word, Collection<String> provided) {
    return Binder.get(environment)
        .bind("syncline." + word + ".required-variables", Bindable.listOf(String.class))
        .orElse(List.of())
        .stream()
        .map(String::trim)
        .filter(name -> !name.isEmpty() && !provided.contains(name))
        .filter(name -> !StringUtils.hasText(environment.getProperty(name)))
        .toList();
  }

  private static StartupProblem invalid(String property, String fault) {
    return new StartupProblem(
        property + " is not a schedule: " + fault + ".",
        "Set "
            + property
            + " to five fields (minute hour day month weekday), to a Quartz"
            + " expression, or to off.");
  }
}
