package io.syncline.core.startup;

import io.syncline.core.error.StartupProblem;
import io.syncline.core.schedule.Schedules;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;

/**
 * Each property whose name ends in {@code -url} is an address over HTTP. What one holds may be a
 * secret, as a webhook's is, and is never said.
 */
final class AddressRules {
  private static final Pattern ADDRESS = Pattern.compile("syncline\\.[a-z.-]+-url");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):.*");

  /** What the JDK's client calls: it takes no host with an underscore, as containers have. */
  private static final Set<String> STRICT =
      Set.of("syncline.otlp-traces-url", "syncline.notice.discord-webhook-url");

  private static final Set<String> SCHEMES = Set.of("http", "https");

  private AddressRules() {}

  static List<StartupProblem> problems(Environment environment) {
    return sources(environment)
        .flatMap(source -> Stream.of(source.getPropertyNames()))
        .filter(name -> ADDRESS.matcher(name).matches())
        .distinct()
        .sorted()
        .filter(name -> !isUsable(name, environment.getProperty(name, "")))
        .map(name -> problem(name, environment))
        .toList();
  }

  private static Stream<EnumerablePropertySource<?>> sources(Environment environment) {
    return ((ConfigurableEnvironment) environment)
        .getPropertySources().stream()
            .filter(EnumerablePropertySource.class::isInstance)
            .map(source -> (EnumerablePropertySource<?>) source);
  }

  /** Where nothing has to be called, none will do; what is only sent to may be off. */
  private static boolean isUsable(String name, String given) {
    if (given.isBlank() || name.startsWith("syncline.otlp-") && Schedules.isOff(given)) {
      return !name.endsWith(".base-url");
    }
    try {
      URI address = URI.create(given.replaceAll("[{][a-z]+[}]", "x"));
      String host = STRICT.contains(name) ? address.getHost() : address.getRawAuthority();
      return SCHEMES.contains(String.valueOf(address.getScheme())) && host != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static StartupProblem problem(String name, Environment environment) {
    String known =
        sources(environment)
            .map(source -> VARIABLE.matcher(String.valueOf(source.getProperty(name))))
            .filter(Matcher::matches)
            .map(variable -> variable.group(1))
            .findFirst()
            .orElse(name);
    return new StartupProblem(
        known + " is no address.",
        "Set "
            + known
            + " to one that begins with https:// or http:// and names a host"
            + (STRICT.contains(name) ? " without an underscore" : "")
            + ", or unset it.");
  }
}
