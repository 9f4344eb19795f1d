package io.syncline.core.startup;

import static io.syncline.core.startup.DatabaseGroup.PRODUCTION;
import static io.syncline.core.startup.DatabaseGroup.STAGING;

import io.syncline.core.error.StartupProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/** Decides between the embedded databases and configured ones, which come as a pair. */
final class DatabaseRules {

  private DatabaseRules() {}

  static boolean isEmbedded(PropertyResolver properties) {
    return STAGING.isAbsent(properties) && PRODUCTION.isAbsent(properties);
  }

  static List<StartupProblem> problems(PropertyResolver properties) {
    List<StartupProblem> problems = new ArrayList<>();
    for (DatabaseGroup group : DatabaseGroup.values()) {
      problems.addAll(group.problems(properties));
    }
    if (STAGING.isAbsent(properties) && PRODUCTION.isSet(properties)) {
      problems.add(STAGING.incomplete(properties));
    }
    if (PRODUCTION.isAbsent(properties) && STAGING.isSet(properties)) {
      problems.add(PRODUCTION.incomplete(properties));
    }
    return problems;
  }

  static Map<String, Object> derived(PropertyResolver properties) {
    Map<String, Object> derived = new LinkedHashMap<>();
    boolean embedded = isEmbedded(properties);
    derived.put("syncline.database.embedded", embedded);
    for (DatabaseGroup group : List.of(STAGING, PRODUCTION)) {
      if (embedded && !StringUtils.hasText(properties.getProperty(group.prefixProperty()))) {
        derived.put(group.prefixProperty(), group.embeddedPrefix());
      }
    }
    return derived;
  }

  /** Variables that need not be set because the embedded server answers for them. */
  static List<String> provided(PropertyResolver properties) {
    boolean embedded = isEmbedded(properties) && DatabaseGroup.YUHINKAI.isAbsent(properties);
    return embedded ? DatabaseGroup.YUHINKAI.variables() : List.of();
  }
}
