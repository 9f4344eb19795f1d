package io.syncline.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Needs;
import io.syncline.core.run.Run;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fills what is still empty; begun again, it goes on where it stopped, as what is filled stays. */
@Command(name = "backfill", description = "Fills what is still empty; exits like run.")
final class BackfillCommand implements Callable<Integer> {
  private final ApplicationStart application;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "<word>", description = "a pipeline that has a backfill")
  private String word;

  @Option(names = "--dry-run", description = "writes nothing and keeps what would change")
  private boolean dryRun;

  BackfillCommand(ApplicationStart application) {
    this.application = application;
  }

  @Override
  public Integer call() {
    List<String> words =
        Needs.all().stream().filter(Needs::hasBackfill).map(Needs::pipeline).toList();
    if (!words.contains(word)) {
      spec.commandLine().getErr().println("Only " + words + " has a backfill, not " + word);
      return ExitCodes.BAD_USAGE;
    }
    ObjectNode asked = JsonNodeFactory.instance.objectNode();
    asked.put("backfill", true).put("dry_run", dryRun);
    return new RunLeader(application, spec.commandLine()).lead(word, asked, BackfillCommand::told);
  }

  private static String told(Run run) {
    JsonNode report = run.report();
    String filled =
        "run %s %s: %s artisans filled, %s not found, %s errors"
            .formatted(
                run.id(),
                run.outcome().word(),
                report.path("updated").asInt(),
                report.path("notFound").asInt(),
                report.path("errors").asInt());
    return filled + run.failure().map(failure -> "\n" + failure.message()).orElse("");
  }
}
