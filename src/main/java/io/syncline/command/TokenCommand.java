package io.syncline.command;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "token", description = "Prints a token for the HTTP API, signed with JWT_SECRET.")
final class TokenCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofHours(24);

  private final Clock clock;
  private final Supplier<String> secret;

  @Spec private CommandSpec spec;

  @Option(names = "--role", required = true, description = "admin or viewer")
  private Role role;

  @Option(
      names = "--ttl",
      defaultValue = "1h",
      description = "at most 24h, default ${DEFAULT-VALUE}")
  private Duration ttl;

  @Option(names = "--subject", defaultValue = "cli", description = "who it is for")
  private String subject;

  TokenCommand(Clock clock, Supplier<String> secret) {
    this.clock = clock;
    this.secret = secret;
  }

  @Override
  public Integer call() {
    if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(LONGEST) > 0) {
      throw new ParameterException(spec.commandLine(), "--ttl must be 1s to 24h.");
    }
    String word = role.name().toLowerCase(Locale.ROOT);
    spec.commandLine()
        .getOut()
        .println(Tokens.of(secret.get(), subject, word, clock.instant(), ttl));
    return ExitCodes.DONE;
  }

  private enum Role {
    ADMIN,
    VIEWER
  }
}
