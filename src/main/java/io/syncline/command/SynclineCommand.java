package io.syncline.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The commands are told apart by name and description; the rest of this is theirs as well. */
@Command(
    name = "syncline",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitCodes.BAD_USAGE,
    scope = ScopeType.INHERIT,
    description = "Keeps a staging and a production PostgreSQL in step. Without a command: serves.")
final class SynclineCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
