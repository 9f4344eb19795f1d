package io.syncline.command;

import java.util.List;
import java.util.Objects;

/**
 * The commands that need the pipelines. Each is a class annotated with {@code @Command} that takes
 * the {@link ApplicationStart}, implements {@code Callable<Integer>} and returns one of {@link
 * ExitCodes}; a line in {@link #all()} makes it known.
 */
final class ApplicationCommands {
  private final ApplicationStart application;

  ApplicationCommands(ApplicationStart application) {
    this.application = Objects.requireNonNull(application);
  }

  List<Object> all() {
    return List.of(
        new RunCommand(application),
        new BackfillCommand(application),
        new VerifyCommand(application));
  }
}
