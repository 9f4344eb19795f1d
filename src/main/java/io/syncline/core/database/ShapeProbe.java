package io.syncline.core.database;

import io.syncline.core.error.StartupProblem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What a start would refuse of a configured database, told without starting or changing anything.
 */
public final class ShapeProbe {
  private ShapeProbe() {}

  /** The problems of {@code staging}, {@code production} or {@code yuhinkai}. */
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
      default -> source(settings, Needs.allOfYuhinkai(environment));
    };
  }

  private static List<StartupProblem> source(DatabaseSettings settings, List<NeededTable> needed) {
    Place place = Place.yuhinkai(settings.yuhinkai());
    DatabaseCheck check = DatabaseCheck.yuhinkai(needed);
    try (Connection connection = new Connector(settings).reading(place).getConnection()) {
      return check.ofSource(connection);
    } catch (SQLException e) {
      return List.of(notCompared(check, e));
    }
  }

  private static List<StartupProblem> ask(
      DatabaseSettings settings, Place place, DatabaseCheck check) {
    try {
      return new Migrations(new Connector(settings).single(place), place, check, 0, Duration.ZERO)
          .problems();
    } catch (RuntimeException e) {
      return List.of(notCompared(check, e));
    }
  }

  private static StartupProblem notCompared(DatabaseCheck check, Exception failure) {
    return new StartupProblem(
        check.database() + ": its tables cannot be compared: " + Faults.describe(failure) + ".",
        "See whether " + check.user() + " may read them.");
  }
}
