package io.syncline.core.startup;

import io.syncline.core.database.Places;
import io.syncline.core.error.StartupProblem;
import io.syncline.core.schedule.Schedules;
import io.syncline.core.secret.SecretsFile;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.env.Environment;

/** What an environment amounts to: its faults, and the properties that follow from it. */
public record StartupCheck(Places places, Path dataDirectory, List<StartupProblem> problems) {
  private static final String ROUTES_DIRECTORY = "syncline.routes-dir";
  private static final String ROUTES_PATTERN = "camel.main.routes-include-pattern";

  public StartupCheck {
    problems = List.copyOf(problems);
  }

  /** Checks without changing anything. */
  public static StartupCheck of(Environment environment) {
    Places places = Places.configured(environment);
    List<StartupProblem> problems = new ArrayList<>(places.problems(environment));
    problems.addAll(SecretRules.problems(environment, places.areEmbedded()));
    problems.addAll(ProviderRules.problems(environment));
    problems.addAll(AddressRules.problems(environment));
    problems.addAll(Schedules.problems(environment));
    problems.addAll(directoryProblems(environment));
    return new StartupCheck(
        places, Path.of(environment.getProperty("syncline.data-dir", "./data")), problems);
  }

  public boolean embedded() {
    return places.areEmbedded();
  }

  /** The properties that follow from the configured ones; secrets only as far as there are some. */
  public Map<String, Object> derived(Environment environment) {
    Map<String, Object> derived = new LinkedHashMap<>(places.derived());
    derived.putAll(Schedules.derived(environment, places.provided()));
    if (embedded()) {
      derived.putAll(SecretRules.derived(environment, new SecretsFile(dataDirectory)));
    }
    if (!environment.containsProperty(ROUTES_PATTERN)) {
      derived.put(ROUTES_PATTERN, RouteFiles.pattern(routes(environment)));
    }
    derived.put(
        "management.otlp.metrics.export.enabled",
        !Schedules.isOff(environment.getProperty("syncline.otlp-url", "")));
    derived.put(
        "syncline.traced",
        !Schedules.isOff(environment.getProperty("syncline.otlp-traces-url", "")));
    logFile(environment).ifPresent(file -> derived.put("logging.file.name", file));
    return derived;
  }

  /** Standard output is enough in a container; at home there is nobody who keeps it. */
  private Optional<String> logFile(Environment environment) {
    String file = environment.getProperty("syncline.log-file", "auto");
    if (file.equals("auto")) {
      return embedded()
          ? Optional.of(dataDirectory.resolve("logs").resolve("syncline.log").toString())
          : Optional.empty();
    }
    return Schedules.isOff(file) ? Optional.empty() : Optional.of(file);
  }

  private static List<StartupProblem> directoryProblems(Environment environment) {
    String given = environment.getProperty(ROUTES_DIRECTORY, "");
    try {
      boolean usable = given.isBlank() || Files.isDirectory(Path.of(given)) && !given.contains(",");
      return usable ? List.of() : List.of(noRoutes());
    } catch (InvalidPathException e) {
      return List.of(noRoutes());
    }
  }

  private static StartupProblem noRoutes() {
    return new StartupProblem(
        "SYNCLINE_ROUTES is not a directory.",
        "Set SYNCLINE_ROUTES to a directory of route files without a comma in its name, or unset"
            + " it.");
  }

  private static Path routes(Environment environment) {
    String given = environment.getProperty(ROUTES_DIRECTORY, "");
    return Path.of(given.isBlank() ? "routes" : given);
  }
}
