package io.syncline.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.command.CommandNotes.End;
import io.syncline.core.run.ActiveRuns;
import io.syncline.core.run.Failure;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunStarter;
import io.syncline.core.verify.Repair;
import io.syncline.core.verify.Verification;
import io.syncline.core.verify.Verifier;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    description =
        "Compares staging with production; exits 0 when they are in step, 2 when not, 1 when a"
            + " repair failed.")
final class VerifyCommand implements Callable<Integer> {
  private static final String REPAIR = "/api/divergence/repair";

  private final ApplicationStart application;

  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = false)
  private @Nullable Wanted repair;

  /** The switches of a repair, none of which means anything without the first. */
  private static final class Wanted {
    @Option(
        names = "--repair",
        required = true,
        description = "says what production lacks or has differently, then brings it there")
    private boolean asked;

    @Option(names = "--dry-run", description = "only says it")
    private boolean dryRun;

    @Option(names = "--delete-extra", description = "takes away what only production has")
    private boolean deleteExtra;
  }

  VerifyCommand(ApplicationStart application) {
    this.application = application;
  }

  @Override
  public Integer call() {
    try (ConfigurableApplicationContext context = application.start()) {
      PrintWriter out = spec.commandLine().getOut();
      if (repair != null) {
        Run plan = lead(context, new Repair.Order(true, repair.deleteExtra));
        printPlan(plan.report(), out);
        Run run = repair.dryRun ? plan : lead(context, new Repair.Order(false, repair.deleteExtra));
        printOutcome(run, out);
        if (ExitCodes.of(run.outcome()) == ExitCodes.FAILED) {
          return ExitCodes.FAILED;
        }
      }
      Verification verification = during(context, () -> context.getBean(Verifier.class).verify());
      print(verification, out);
      return verification.isClean() ? ExitCodes.DONE : ExitCodes.PARTIAL;
    }
  }

  private Run lead(ConfigurableApplicationContext context, Repair.Order order) {
    RunRequest request =
        Repair.request(
            order, Trigger.MANUAL, Optional.empty(), "command", RunLeader.AS_LONG_AS_IT_TAKES);
    JsonNode asked =
        JsonNodeFactory.instance
            .objectNode()
            .put("dry_run", order.dryRun())
            .put("delete_extra", order.deleteExtra());
    return CommandNotes.in(context)
        .during(
            CommandNotes.call("POST", REPAIR, Map.of(), Map.of(), Optional.of(asked)),
            () -> during(context, () -> context.getBean(RunStarter.class).start(request)),
            End::of);
  }

  private static <T> T during(ConfigurableApplicationContext context, Supplier<T> work) {
    return TerminalBar.here().during("verify", context.getBean(ActiveRuns.class), work);
  }

  private static void printPlan(JsonNode report, PrintWriter out) {
    out.println("A repair brings to production what staging has:");
    out.printf("%-40s %12s %12s %12s %12s%n", "table", "to write", "to delete", "left", "unclear");
    report
        .path("tables")
        .forEach(
            table -> {
              out.printf(
                  "%-40s %12s %12s %12s %12s%n",
                  table.path("table").asText(),
                  table.path("rows_to_write").asLong(),
                  table.path("rows_to_delete").asLong(),
                  table.path("rows_left").asLong(),
                  table.path("rows_unclear").asLong());
              table.path("examples").forEach(key -> out.println("  " + key.asText()));
            });
    out.printf(
        "batches to record in production: %s, to forget there: %s%n",
        report.path("batches_to_record").asLong(), report.path("batches_to_forget").asLong());
    out.flush();
  }

  private static void printOutcome(Run run, PrintWriter out) {
    out.printf("run %s %s%s%n", run.id(), run.outcome().word(), run.dryRun() ? " (dry)" : "");
    run.failure().map(Failure::message).ifPresent(out::println);
    run.errors().path("items").forEach(error -> out.println("  " + error.path("message").asText()));
    out.flush();
  }

  private static void print(Verification verification, PrintWriter out) {
    out.printf("%-40s %12s %12s%n", "table", "staging", "production");
    verification
        .tables()
        .forEach(
            table ->
                out.printf(
                    "%-40s %12s %12s%n", table.table(), table.staging(), table.production()));
    if (verification.isClean()) {
      out.println("In step: nothing found.");
    }
    for (Verification.Finding finding : verification.findings()) {
      out.printf("%s %s: %s%n", finding.subject(), finding.fault().words(), finding.count());
      finding.examples().forEach(key -> out.println("  " + key));
    }
    out.flush();
  }
}
