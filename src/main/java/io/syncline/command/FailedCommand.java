package io.syncline.command;

import io.syncline.core.error.Problem;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.StartupProblem;
import io.syncline.core.error.StartupRefused;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says why a command failed in one line a fault, without a stack trace. */
final class FailedCommand implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception fault, CommandLine line, ParseResult parsed) {
    Throwable cause = fault;
    while (cause.getCause() != null && !(cause instanceof StartupRefused)) {
      cause = cause.getCause();
    }
    if (cause instanceof StartupRefused refused) {
      for (StartupProblem problem : refused.problems()) {
        line.getErr().println(problem.what() + " " + problem.action());
      }
    } else if (cause instanceof RequestRefused refused) {
      Problem problem = refused.problem();
      line.getErr().println(problem.code() + ": " + problem.title() + ". " + problem.detail());
      return ExitCodes.of(refused);
    } else {
      line.getErr().println(cause.getClass().getSimpleName() + ": see the log above.");
    }
    return ExitCodes.FAILED;
  }
}
