package io.syncline.command;

import io.syncline.core.database.DatabaseProbe;
import io.syncline.core.error.Finding;
import io.syncline.core.error.Finding.Level;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.pipeline.Pipelines;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks the pipelines why something did not happen, after the databases that they would ask. */
@Command(
    name = "why",
    description =
        "Says why a client's accounts are read or are not; exits 0 when nothing is to be done, 2"
            + " when something is, 1 when staging is away, 3 for a client that is not there.")
final class WhyCommand implements Callable<Integer> {
  private static final String STAGING = "staging";
  private static final String PRODUCTION = "production";

  private final ApplicationStart application;
  private final Clock clock;

  @Spec private CommandSpec spec;

  @Option(names = "--client", required = true, paramLabel = "<uuid>", description = "whose")
  private String client;

  WhyCommand(ApplicationStart application, Clock clock) {
    this.application = application;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    List<Finding> found = new ArrayList<>(databases());
    if (found.stream().noneMatch(it -> it.what().equals(STAGING))) {
      found.addAll(asked());
    }
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
  private List<Finding> databases() {
    CommandEnvironment configuration = CommandEnvironment.load();
    if (configuration.check().embedded() || !configuration.check().problems().isEmpty()) {
      return List.of();
    }
    return new DatabaseProbe(configuration.environment(), clock)
        .findings().stream()
            .filter(it -> it.level() == Level.FAIL)
            .filter(it -> List.of(STAGING, PRODUCTION).contains(it.what()))
            .toList();
  }

  private List<Finding> asked() {
    try (ConfigurableApplicationContext context = application.start()) {
      ApiRequest call =
          new ApiRequest(
              "GET",
              "why",
              Map.of(),
              Map.of("client", client),
              Optional.empty(),
              Optional.empty(),
              "command",
              clock.instant(),
              Optional.empty());
      return ((List<?>) context.getBean(Pipelines.class).command("why", call).body())
          .stream().map(Finding.class::cast).toList();
    }
  }
}
