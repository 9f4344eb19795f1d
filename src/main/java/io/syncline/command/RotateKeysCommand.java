package io.syncline.command;

import io.syncline.core.error.StartupRefused;
import io.syncline.core.secret.KeyRotation;
import io.syncline.core.secret.KeyRotation.Rotated;
import io.syncline.core.secret.KeysetFile;
import io.syncline.core.secret.KeysetFile.Change;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Changes what seals secrets, in steps that instances on two keysets survive (decision 0096). */
@Command(
    name = "rotate-keys",
    description =
        "Seals every stored secret with the primary key of SYNCLINE_KEYSET; exits 2 when some do"
            + " not open.")
final class RotateKeysCommand implements Callable<Integer> {
  private final ApplicationStart application;
  private final Supplier<String> keyset;

  @Spec private CommandSpec spec;

  @ArgGroup private @Nullable Step step;

  /** One step at a time: between two of them all instances are started with the new keyset. */
  private static final class Step {
    @Option(names = "--add-key", paramLabel = "<file>", description = "first: with one key more")
    private @Nullable Path add;

    @Option(names = "--use-key", paramLabel = "<file>", description = "then: which seals")
    private @Nullable Path use;

    @Option(
        names = "--drop-keys",
        paramLabel = "<file>",
        description = "at last: without the others, once nothing needs them")
    private @Nullable Path drop;
  }

  RotateKeysCommand(ApplicationStart application, Supplier<String> keyset) {
    this.application = application;
    this.keyset = keyset;
  }

  @Override
  public Integer call() {
    if (step != null && step.add != null) {
      return written(Change.ADD, step.add);
    }
    if (step != null && step.use != null) {
      return written(Change.USE, step.use);
    }
    Rotated rotated = rotated();
    print(rotated);
    if (step == null || step.drop == null) {
      return rotated.isWhole() ? ExitCodes.DONE : ExitCodes.PARTIAL;
    }
    if (!rotated.isWhole()) {
      spec.commandLine().getErr().println("The other keys stay: something may need them.");
      return ExitCodes.FAILED;
    }
    return written(Change.DROP, step.drop);
  }

  private Rotated rotated() {
    try (ConfigurableApplicationContext context = application.start()) {
      return CommandNotes.in(context)
          .during(
              CommandNotes.command("credentials rotate-keys"),
              () -> context.getBean(KeyRotation.class).rotate(resealed -> {}),
              rotated -> CommandNotes.End.DONE);
    }
  }

  private void print(Rotated rotated) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "sealed anew: %s; sealed with the primary key: %s; left: %s; do not open: %s%n",
        rotated.resealed(), rotated.current(), rotated.left(), rotated.unreadable());
    rotated.named().forEach(owner -> out.println("  " + owner));
    out.flush();
  }

  private int written(Change change, Path file) {
    if (Files.exists(file)) {
      throw new StartupRefused(file + " is there already.", "Name a file that is not.");
    }
    KeysetFile.write(keyset.get(), change, file);
    spec.commandLine()
        .getOut()
        .println("Set SYNCLINE_KEYSET to what " + file + " has, everywhere, and start again.");
    return ExitCodes.DONE;
  }
}
