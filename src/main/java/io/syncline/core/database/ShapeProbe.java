package io.syncline.core.database;

import io.syncline.core.database.DatabaseSettings.Address;
import io.syncline.core.startup.StartupProblem;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What a start would refuse of a configured database, told without starting or changing anything.
 */
public final class ShapeProbe {
  private ShapeProbe() {}

  /** The problems of {@code staging} or {@code production}; of a source there are none. */
  public static List<StartupProblem> problems(Environment environment, String database) {
    DatabaseSettings settings =
        Binder.get(environment).bind("syncline.database", DatabaseSettings.class).get();
    return switch (database) {
      case "staging" -> {
        Address address = settings.staging();
        yield ask(settings, address, DatabaseCheck.staging(address.prefix()));
      }
      case "production" -> {
        Address address = settings.production();
        yield ask(settings, address, DatabaseCheck.production(address.prefix()));
      }
      default -> List.of();
    };
  }

  private static List<StartupProblem> ask(
      DatabaseSettings settings, Address address, DatabaseCheck check) {
    try {
      return new Migrations(new Connector(settings).single(address), check, 0, Duration.ZERO)
          .problems();
    } catch (RuntimeException e) {
      return List.of(
          new StartupProblem(
              check.database() + ": its tables cannot be compared: " + Faults.describe(e) + ".",
              "See whether " + check.user() + " may read them."));
    }
  }
}
