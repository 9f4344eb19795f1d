package io.syncline.command;

import io.syncline.core.secret.ConsoleUser;
import io.syncline.core.secret.ConsoleUsers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.springframework.security.crypto.bcrypt.BCrypt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "user",
    description =
        "Asks for a password and prints the line of SYNCLINE_USERS of who signs in by it.")
final class UserCommand implements Callable<Integer> {
  /** A quarter of a second; all users have the same. */
  private static final int COST = 12;

  private static final int SHORTEST = 12;

  /** Bcrypt looks at no more. */
  private static final int LONGEST = 72;

  private final SecretPrompt prompt;

  @Spec private CommandSpec spec;

  @Option(names = "--name", required = true, description = "by which somebody signs in")
  private String name;

  @Option(names = "--role", required = true, description = "admin or viewer")
  private ConsoleUser.Role role;

  UserCommand(SecretPrompt prompt) {
    this.prompt = prompt;
  }

  @Override
  public Integer call() {
    if (!ConsoleUsers.mayBeNamed(name)) {
      throw new ParameterException(
          spec.commandLine(),
          "--name must be 1 to 64 letters, digits and . _ @ -, and not "
              + ConsoleUsers.ADMIN
              + ".");
    }
    String password = prompt.ask("password");
    int bytes = password.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < SHORTEST || bytes > LONGEST) {
      throw new ParameterException(
          spec.commandLine(), "The password must have " + SHORTEST + " to " + LONGEST + " bytes.");
    }
    String hash = BCrypt.hashpw(password, BCrypt.gensalt(COST));
    spec.commandLine().getOut().println(new ConsoleUser(name, role, hash).line());
    return ExitCodes.DONE;
  }
}
