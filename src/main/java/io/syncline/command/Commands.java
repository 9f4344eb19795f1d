package io.syncline.command;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;

/** The commands, and which arguments mean one of them. */
public final class Commands {
  private static final List<String> SERVER_SWITCHES = List.of("--debug", "--trace");
  private static final String SETTINGS =
      "Settings are environment variables, config/application.yaml or --key=value.";

  private final CommandLine line;

  public Commands(Class<?> application) {
    Clock clock = Clock.systemUTC();
    this.line = new CommandLine(new SynclineCommand());
    SecretPrompt prompt = new SecretPrompt(System.in);
    ApplicationStart start = new ApplicationStart(application, line::getOut);
    line.addSubcommand(new RunCommand(start));
    line.addSubcommand(new BackfillCommand(start));
    line.addSubcommand(new VerifyCommand(start));
    line.addSubcommand(new TokenCommand(clock, Commands::secret));
    line.addSubcommand(new UserCommand(prompt));
    line.addSubcommand(new DoctorCommand(clock));
    line.addSubcommand(new WhyCommand(start, clock));
    line.addSubcommand(new LogsCommand(Commands::logFile));
    line.addSubcommand(
        new CommandLine(new CredentialsCommand(new CredentialCalls(start, clock), prompt))
            .addSubcommand(new RotateKeysCommand(start, Commands::keyset)));
    line.getCommandSpec().usageMessage().footer(SETTINGS); // now: none of theirs has it
    line.registerConverter(Duration.class, DurationStyle::detectAndParse);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(new FailedCommand());
  }

  /** Whether the service is to be started: no arguments, or Spring's own ({@code --key=value}). */
  public static boolean isServing(String... arguments) {
    Predicate<String> isSprings = it -> it.startsWith("--") && it.contains("=");
    return Stream.of(arguments).allMatch(isSprings.or(SERVER_SWITCHES::contains));
  }

  /** Runs a command; the exit code is 0 done, 1 failed, 2 partial, 3 bad usage. */
  public int execute(String... arguments) {
    LoggingSystem.get(Commands.class.getClassLoader()).beforeInitialize();
    return line.execute(arguments);
  }

  private static String logFile() {
    return CommandEnvironment.load().property("logging.file.name");
  }

  private static String keyset() {
    return CommandEnvironment.load().property("syncline.secrets.keyset");
  }

  private static String secret() {
    return CommandEnvironment.load().property("syncline.secrets.jwt-secret");
  }
}
