package io.syncline.core.database;

import io.syncline.core.error.StartupProblem;
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
        Place place = Place.staging(settings.staging());
        yield ask(settings, place, DatabaseCheck.staging(place.address().prefix()));
      }
      case "production" -> {
        Place place = Place.production(settings.production());
        yield ask(settings, place, DatabaseCheck.production(place.address().prefix()));
      }
      default -> List.of();
    };
  }

  private static List<StartupProblem> ask(
      DatabaseSettings settings, Place place, DatabaseCheck check) {
    try {
      return new Migrations(new Connector(settings).single(place), place, check, 0, Duration.ZERO)
          .problems();
    } catch (RuntimeException e) {
      return List.of(
          new StartupProblem(
              check.database() + ": its tables cannot be compared: " + Faults.describe(e) + ".",
              "See whether " + check.user() + " may read them."));
    }
  }
}
