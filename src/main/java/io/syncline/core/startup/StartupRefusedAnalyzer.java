package io.syncline.core.startup;

import io.syncline.core.error.StartupProblem;
import io.syncline.core.error.StartupRefused;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints a refusal as sentences; without it Boot prints a stack trace. */
final class StartupRefusedAnalyzer extends AbstractFailureAnalyzer<StartupRefused> {

  @Override
  protected FailureAnalysis analyze(Throwable root, StartupRefused cause) {
    return new FailureAnalysis(
        lines(cause, StartupProblem::what), lines(cause, StartupProblem::action), null);
  }

  private static String lines(StartupRefused refused, Function<StartupProblem, String> part) {
    return refused.problems().stream()
        .map(part)
        .distinct()
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
