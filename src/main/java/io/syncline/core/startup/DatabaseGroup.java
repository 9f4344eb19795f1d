package io.syncline.core.startup;

import io.syncline.core.error.StartupProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/** The variables of one database: all of them are set, or none is. */
enum DatabaseGroup {
  STAGING("DB_STAGING_", "staging", "dev_az_"),
  PRODUCTION("DB_PROD_", "production", "prod_az_"),
  YUHINKAI("DB_YUHINKAI_", "yuhinkai", "");

  private static final Pattern PREFIX = Pattern.compile("([a-z_][a-z0-9_]{0,20})?");
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

  private final String variables;
  private final String word;
  private final String embeddedPrefix;

  DatabaseGroup(String variables, String word, String embeddedPrefix) {
    this.variables = variables;
    this.word = word;
    this.embeddedPrefix = embeddedPrefix;
  }

  boolean isSet(PropertyResolver properties) {
    return missing(properties).isEmpty();
  }

  boolean isAbsent(PropertyResolver properties) {
    return missing(properties).size() == Part.values().length;
  }

  List<String> variables() {
    return Part.all().map(part -> variables + part.variable).toList();
  }

  String prefixProperty() {
    return property("table-prefix");
  }

  String certificateProperty() {
    return property("ssl-root-cert");
  }

  String certificateVariable() {
    return variables + "SSL_ROOT_CERT";
  }

  String embeddedPrefix() {
    return embeddedPrefix;
  }

  List<StartupProblem> problems(PropertyResolver properties) {
    List<StartupProblem> problems = new ArrayList<>();
    if (!isSet(properties) && !isAbsent(properties)) {
      problems.add(incomplete(properties));
    }
    malformedPort(properties).ifPresent(problems::add);
    malformedPrefix(properties).ifPresent(problems::add);
    return problems;
  }

  StartupProblem incomplete(PropertyResolver properties) {
    String missing = String.join(", ", missing(properties));
    String otherwise =
        this == YUHINKAI
            ? ", or unset all of DB_YUHINKAI_*."
            : ", or unset all of DB_STAGING_* and DB_PROD_* to use the embedded databases.";
    return new StartupProblem(
        "The " + word + " database is only partly configured: " + missing + " not set.",
        "Set " + missing + otherwise);
  }

  private Optional<StartupProblem> malformedPort(PropertyResolver properties) {
    String port = properties.getProperty(property("port"), "").trim();
    if (port.isEmpty() || (PORT.matcher(port).matches() && Integer.parseInt(port) <= 65_535)) {
      return Optional.empty();
    }
    String name = variables + Part.PORT.variable;
    return Optional.of(
        new StartupProblem(name + " is not a port.", "Set " + name + " to a number 1 to 65535."));
  }

  private Optional<StartupProblem> malformedPrefix(PropertyResolver properties) {
    String prefix = properties.getProperty(prefixProperty(), "").trim();
    if (PREFIX.matcher(prefix).matches()) {
      return Optional.empty();
    }
    String name = variables + "TABLE_PREFIX";
    return Optional.of(
        new StartupProblem(
            name + " is not a table prefix.",
            "Set "
                + name
                + " to a lower-case letter or _ and at most 20 of a-z, 0-9, _; or leave"
                + " it empty."));
  }

  private List<String> missing(PropertyResolver properties) {
    return Part.all()
        .filter(part -> !StringUtils.hasText(properties.getProperty(property(part.property))))
        .map(part -> variables + part.variable)
        .toList();
  }

  private String property(String part) {
    return "syncline.database." + word + "." + part;
  }

  private enum Part {
    HOST("HOST", "host"),
    PORT("PORT", "port"),
    USER("USER", "user"),
    PASSWORD("PASS", "password"),
    NAME("NAME", "name");

    private final String variable;
    private final String property;

    Part(String variable, String property) {
      this.variable = variable;
      this.property = property;
    }

    static Stream<Part> all() {
      return Arrays.stream(values());
    }
  }
}
