package io.syncline.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.command.CommandNotes.End;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.core.run.ActiveRuns;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunStarter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;

/** Leads one run of a pipeline in this very process, so it waits for the end of it. */
record RunLeader(ApplicationStart application, CommandLine line) {
  static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(365);
  private static final String RUNS = "/api/pipelines/{word}/runs";

  /** Answers the exit code; what is printed of the run is the command's affair. */
  int lead(String word, ObjectNode asked, Function<Run, String> told) {
    try (ConfigurableApplicationContext context = application.start()) {
      Run run =
          CommandNotes.in(context)
              .during(
                  CommandNotes.call(
                      "POST", RUNS, Map.of("word", word), Map.of(), Optional.of(asked)),
                  () -> lead(context, word, asked),
                  End::of);
      line.getOut().println(told.apply(run));
      line.getOut().flush();
      return ExitCodes.of(run.outcome());
    }
  }

  private static Run lead(ConfigurableApplicationContext context, String word, ObjectNode asked) {
    RunRequest request =
        context
            .getBean(Pipelines.class)
            .ask(word, asked, Trigger.MANUAL, "command", AS_LONG_AS_IT_TAKES);
    RunStarter starter = context.getBean(RunStarter.class);
    return TerminalBar.here()
        .during(word, context.getBean(ActiveRuns.class), () -> starter.start(request));
  }
}
