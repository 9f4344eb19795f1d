package io.syncline.command;

import io.syncline.core.write.Verification;
import io.syncline.core.write.Verifier;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitCodes.BAD_USAGE,
    description = "Compares staging with production; exits 0 when they are in step, else 2.")
final class VerifyCommand implements Callable<Integer> {
  private final ApplicationStart application;

  @Spec private CommandSpec spec;

  VerifyCommand(ApplicationStart application) {
    this.application = application;
  }

  @Override
  public Integer call() {
    try (ConfigurableApplicationContext context = application.start()) {
      Verification verification = context.getBean(Verifier.class).verify();
      print(verification, spec.commandLine().getOut());
      return verification.isClean() ? ExitCodes.DONE : ExitCodes.PARTIAL;
    }
  }

  private static void print(Verification verification, PrintWriter out) {
    out.printf("%-40s %12s %12s%n", "table", "staging", "production");
    verification
        .tables()
        .forEach(
            table ->
                out.printf(
                    "%-40s %12d %12d%n", table.table(), table.staging(), table.production()));
    if (verification.isClean()) {
      out.println("In step: nothing found.");
    }
    for (Verification.Finding finding : verification.findings()) {
      out.printf("%s %s: %d%n", finding.subject(), finding.fault().words(), finding.count());
      finding.examples().forEach(key -> out.println("  " + key));
    }
    out.flush();
  }
}
