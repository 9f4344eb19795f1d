package io.syncline.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunStarter;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Leads one run in this very process, so it waits for the end of it. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitCodes.BAD_USAGE,
    description = "Runs a pipeline once; exits 0 completed, 1 failed, 2 partial, 3 bad usage.")
final class RunCommand implements Callable<Integer> {
  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(365);

  private final ApplicationStart application;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "<word>", description = "the pipeline's word")
  private String word;

  @Option(names = "--param", paramLabel = "<name=value>", description = "what is asked of it")
  private Map<String, String> parameters = Map.of();

  @Option(names = "--dry-run", description = "writes nothing and keeps what would change")
  private boolean dryRun;

  @Option(names = "--wait", description = "waits for the end of the run, as it always does")
  private boolean waits;

  RunCommand(ApplicationStart application) {
    this.application = application;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    try (ConfigurableApplicationContext context = application.start()) {
      Run run =
          context
              .getBean(RunStarter.class)
              .start(
                  context
                      .getBean(Pipelines.class)
                      .ask(word, asked(), Trigger.COMMAND, "command", AS_LONG_AS_IT_TAKES));
      print(run, context.getBean(ObjectMapper.class));
      return ExitCodes.of(run.outcome());
    } catch (RequestRefused refused) {
      return refused(refused);
    }
  }

  private ObjectNode asked() {
    ObjectNode asked = JsonNodeFactory.instance.objectNode();
    parameters.forEach(
        (name, value) -> {
          if (value.equals("true") || value.equals("false")) {
            asked.put(name, Boolean.parseBoolean(value));
          } else {
            asked.put(name, value);
          }
        });
    if (dryRun) {
      asked.put("dry_run", true);
    }
    return asked;
  }

  private void print(Run run, ObjectMapper json) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    out.println("run " + run.id() + " " + run.outcome().word());
    out.println(json.writerWithDefaultPrettyPrinter().writeValueAsString(run.report()));
    out.flush();
  }

  private int refused(RequestRefused refused) {
    spec.commandLine()
        .getErr()
        .println(refused.problem().code() + ": " + refused.problem().detail());
    return ExitCodes.of(refused);
  }
}
