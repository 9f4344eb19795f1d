package io.syncline.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.run.Run;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Leads one run in this very process, so it waits for the end of it. */
@Command(
    name = "run",
    description = "Runs a pipeline once; exits 0 completed, 1 failed, 2 partial, 3 bad usage.")
final class RunCommand implements Callable<Integer> {
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
  public Integer call() {
    return new RunLeader(application, spec.commandLine()).lead(word, asked(), RunCommand::told);
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

  static String told(Run run) {
    return "run " + run.id() + " " + run.outcome().word() + "\n" + run.report().toPrettyString();
  }
}
