package io.syncline.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.database.DataDirectory;
import io.syncline.core.database.DatabaseProbe;
import io.syncline.core.error.Finding;
import io.syncline.core.error.Finding.Level;
import io.syncline.core.pipeline.Pipelines;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * Asks the pipelines why something is not as somebody expects, after the databases that they would
 * ask. Embedded ones belong to the service that runs: it is asked then.
 */
@Command(
    name = "why",
    customSynopsis = "syncline why --<name> <value>...",
    description =
        "Says why something is not as you expect, by the names that GET /api/why takes, such as --client"
            + " <uuid>; exits 0 when nothing is to be done, 2 when something is, 1 when staging is"
            + " away, 3 for what is not there.")
final class WhyCommand implements Callable<Integer> {
  private static final String STAGING = "staging";
  private static final String PRODUCTION = "production";

  private final ApplicationStart application;
  private final Clock clock;

  @Spec private CommandSpec spec;

  @Unmatched private List<String> given = new ArrayList<>();

  WhyCommand(ApplicationStart application, Clock clock) {
    this.application = application;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Map<String, String> asked = asked();
    CommandEnvironment configuration = CommandEnvironment.load();
    if (configuration.check().embedded()
        && DataDirectory.isInUse(configuration.check().dataDirectory())) {
      return ofService(configuration, asked);
    }
    List<Finding> found = new ArrayList<>(databases(configuration));
    if (found.stream().noneMatch(it -> it.what().equals(STAGING))) {
      found.addAll(here(asked));
    }
    return told(found);
  }

  /** {@code --name value} or {@code --name=value}, a hyphen standing for an underscore. */
  private Map<String, String> asked() {
    Map<String, String> asked = new LinkedHashMap<>();
    for (int at = 0; at < given.size(); at++) {
      String[] sides = given.get(at).split("=", 2);
      if (!sides[0].matches("--[a-z][a-z_-]*") || sides.length == 1 && ++at == given.size()) {
        throw new ParameterException(spec.commandLine(), "Name it by --<name> <value>.");
      }
      String name = sides[0].substring(2).replace('-', '_');
      asked.put(name, sides.length == 2 ? sides[1] : given.get(at));
    }
    return asked;
  }

  private int ofService(CommandEnvironment configuration, Map<String, String> asked) {
    ServiceCalls.Answer answer = new ServiceCalls(configuration, clock).get("/api/why", asked);
    JsonNode body = answer.body();
    if (answer.status() != 200) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(body.path("code").asText() + ": " + body.path("detail").asText());
      body.path("allowed").forEach(each -> err.println("  " + each.asText()));
      return answer.status() < 500 ? ExitCodes.BAD_USAGE : ExitCodes.FAILED;
    }
    List<Finding> found = new ArrayList<>();
    for (JsonNode each : body.path("findings")) {
      Level level = Level.valueOf(each.path("level").asText().toUpperCase(Locale.ROOT));
      found.add(new Finding(level, each.path("what").asText(), each.path("action").asText()));
    }
    return told(found);
  }

  private int told(List<Finding> found) {
    PrintWriter out = spec.commandLine().getOut();
    found.forEach(it -> out.println(it.line()));
    out.flush();
    if (found.stream().anyMatch(it -> it.what().equals(STAGING))) {
      return ExitCodes.FAILED;
    }
    boolean isWell = found.stream().allMatch(it -> it.level() == Level.OK);
    return isWell ? ExitCodes.DONE : ExitCodes.PARTIAL;
  }

  /** What is wrong with either; embedded ones are started with the application. */
  private List<Finding> databases(CommandEnvironment configuration) {
    if (configuration.check().embedded() || !configuration.check().problems().isEmpty()) {
      return List.of();
    }
    return new DatabaseProbe(configuration.environment(), clock)
        .findings().stream()
            .filter(it -> it.level() == Level.FAIL)
            .filter(it -> List.of(STAGING, PRODUCTION).contains(it.what()))
            .toList();
  }

  private List<Finding> here(Map<String, String> asked) {
    try (ConfigurableApplicationContext context = application.start()) {
      return context.getBean(Pipelines.class).why(asked);
    }
  }
}
