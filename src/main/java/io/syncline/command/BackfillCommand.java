package io.syncline.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.core.run.ActiveRuns;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunStarter;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fills what is still empty; begun again, it goes on where it stopped, as what is filled stays. */
@Command(
    name = "backfill",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitCodes.BAD_USAGE,
    description = "Fills what is still empty; exits like run.")
final class BackfillCommand implements Callable<Integer> {
  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(365);
  private static final int WIDTH = 40;

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
  public Integer call() throws Exception {
    try (ConfigurableApplicationContext context = application.start()) {
      Run run = lead(context);
      JsonNode report = run.report();
      if (System.console() != null) {
        draw(report);
        System.console().printf("%n");
      }
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "run %s %s: %s artisans filled, %s not found, %s errors%n",
          run.id(),
          run.outcome().word(),
          report.path("updated").asInt(),
          report.path("notFound").asInt(),
          report.path("errors").asInt());
      run.stopReason().ifPresent(out::println);
      out.flush();
      return ExitCodes.of(run.outcome());
    } catch (RequestRefused refused) {
      spec.commandLine()
          .getErr()
          .println(refused.problem().code() + ": " + refused.problem().detail());
      return ExitCodes.of(refused);
    }
  }

  private Run lead(ConfigurableApplicationContext context) throws Exception {
    var asked = JsonNodeFactory.instance.objectNode().put("backfill", true).put("dry_run", dryRun);
    var request =
        context
            .getBean(Pipelines.class)
            .ask(word, asked, Trigger.COMMAND, "command", AS_LONG_AS_IT_TAKES);
    CompletableFuture<Run> run =
        CompletableFuture.supplyAsync(() -> context.getBean(RunStarter.class).start(request));
    while (true) {
      try {
        return run.get(500, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        context
            .getBean(ActiveRuns.class)
            .all()
            .forEach(active -> active.report().ifPresent(BackfillCommand::draw));
      } catch (java.util.concurrent.ExecutionException e) {
        throw e.getCause() instanceof RequestRefused refused ? refused : e;
      }
    }
  }

  /** On a terminal only: a log needs no bar. */
  private static void draw(JsonNode report) {
    if (System.console() == null) {
      return;
    }
    int done =
        report.path("updated").asInt()
            + report.path("notFound").asInt()
            + report.path("errors").asInt();
    int all = Math.max(done, report.path("artisans").asInt());
    int filled = all == 0 ? WIDTH : WIDTH * done / all;
    System.console()
        .printf(
            "\r[%s%s] %s of %s artisans",
            "#".repeat(filled), " ".repeat(WIDTH - filled), done, all);
    System.console().flush();
  }
}
