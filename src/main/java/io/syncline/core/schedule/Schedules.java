package io.syncline.core.schedule;

import io.syncline.core.error.StartupProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Reads each pipeline's schedule and needs, and derives what its routes ask for. */
public final class Schedules {
  private static final Pattern CONFIGURED =
      Pattern.compile("syncline\\.([a-z]+)\\.(title|cron|required-variables|required-one-of)");

  /** A schedule beside the one that has no name. */
  private static final Pattern NAMED =
      Pattern.compile("syncline\\.([a-z]+)\\.((?!quartz)[a-z]+)-cron");

  private Schedules() {}

  /** The words of the pipelines that are configured: before a start nothing else names them. */
  public static List<String> words(Environment environment) {
    return matching(environment, CONFIGURED)
        .map(named -> named.group(1))
        .distinct()
        .sorted()
        .toList();
  }

  private static Stream<Matcher> matching(Environment environment, Pattern pattern) {
    return ((ConfigurableEnvironment) environment)
        .getPropertySources().stream()
            .filter(EnumerablePropertySource.class::isInstance)
            .flatMap(source -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
            .map(pattern::matcher)
            .filter(Matcher::matches);
  }

  /** The properties of schedules with a name. */
  private static List<String> further(Environment environment) {
    return matching(environment, NAMED).map(named -> named.group()).distinct().sorted().toList();
  }

  public static List<StartupProblem> problems(Environment environment) {
    List<StartupProblem> problems = new ArrayList<>();
    List<String> properties = new ArrayList<>(further(environment));
    words(environment).forEach(word -> properties.add("syncline." + word + ".cron"));
    for (String property : properties) {
      String cron = environment.getProperty(property, "off").trim();
      if (!isOff(cron)) {
        Cron.parse(cron).fault().ifPresent(fault -> problems.add(invalid(property, fault)));
      }
    }
    return problems;
  }

  /**
   * {@code quartz-cron}, {@code scheduled} and {@code missing-variables} of each pipeline, and of a
   * schedule with a name {@code name-quartz-cron} and {@code name-scheduled}.
   */
  public static Map<String, Object> derived(Environment environment, Collection<String> provided) {
    Map<String, Object> derived = new LinkedHashMap<>();
    boolean fire = !isOff(environment.getProperty("syncline.schedules", "on"));
    for (String word : words(environment)) {
      String cron = cron(environment, word);
      List<String> missing = missing(environment, word, provided);
      String quartz = isOff(cron) ? Cron.NEVER : Cron.parse(cron).quartz().orElse(Cron.NEVER);
      boolean scheduled = fire && !quartz.equals(Cron.NEVER) && missing.isEmpty();
      derived.put("syncline." + word + ".quartz-cron", quartz);
      derived.put("syncline." + word + ".scheduled", scheduled);
      derived.put("syncline." + word + ".missing-variables", String.join(",", missing));
    }
    for (String property : further(environment)) {
      String cron = environment.getProperty(property, "off").trim();
      String quartz = isOff(cron) ? Cron.NEVER : Cron.parse(cron).quartz().orElse(Cron.NEVER);
      String name = property.substring(0, property.length() - "cron".length());
      boolean hasAll = missing(environment, property.split("\\.")[1], provided).isEmpty();
      derived.put(name + "quartz-cron", quartz);
      derived.put(name + "scheduled", fire && hasAll && !quartz.equals(Cron.NEVER));
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

  /** The variables that are missing; of those of which one will do, all in one entry. */
  private static List<String> missing(
      Environment environment, String word, Collection<String> provided) {
    List<String> missing = new ArrayList<>();
    for (String name : named(environment, word, "required-variables")) {
      if (!provided.contains(name) && !isSet(environment, name)) {
        missing.add(name);
      }
    }
    List<String> oneOf = named(environment, word, "required-one-of");
    if (!oneOf.isEmpty() && oneOf.stream().noneMatch(name -> isSet(environment, name))) {
      missing.add(String.join(" or ", oneOf));
    }
    return missing;
  }

  private static List<String> named(Environment environment, String word, String key) {
    return Binder.get(environment)
        .bind("syncline." + word + "." + key, Bindable.listOf(String.class))
        .orElse(List.of())
        .stream()
        .map(String::trim)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** A setting may be a list. */
  private static boolean isSet(Environment environment, String name) {
    return StringUtils.hasText(environment.getProperty(name))
        || StringUtils.hasText(environment.getProperty(name + "[0]"));
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
