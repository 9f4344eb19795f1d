package io.syncline.core.database;

import io.syncline.core.database.DatabaseSettings.Address;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What one attempt to reach a configured database told; {@code fault} is empty when it answered.
 */
public record DatabaseProbe(String name, String variables, String fault, Duration skew) {

  /** Asks each configured database once. */
  public static List<DatabaseProbe> all(Environment environment, Clock clock) {
    DatabaseSettings settings =
        Binder.get(environment).bind("syncline.database", DatabaseSettings.class).get();
    List<DatabaseProbe> probes = new ArrayList<>();
    probes.add(ask("staging", "DB_STAGING_", settings.staging(), settings, clock));
    probes.add(ask("production", "DB_PROD_", settings.production(), settings, clock));
    if (settings.yuhinkai().isSet()) {
      probes.add(ask("yuhinkai", "DB_YUHINKAI_", settings.yuhinkai(), settings, clock));
    }
    return probes;
  }

  /** Whether it answered. */
  public boolean isReachable() {
    return fault.isEmpty();
  }

  private static DatabaseProbe ask(
      String name, String variables, Address address, DatabaseSettings settings, Clock clock) {
    try (Connection connection = new Connector(settings).single(address).getConnection();
        Statement statement = connection.createStatement()) {
      return new DatabaseProbe(name, variables, "", skew(statement, clock));
    } catch (SQLException e) {
      return new DatabaseProbe(name, variables, Faults.describe(e), Duration.ZERO);
    }
  }

  /** Their time against the middle of our question. */
  private static Duration skew(Statement statement, Clock clock) throws SQLException {
    Instant asked = clock.instant();
    try (ResultSet answer = statement.executeQuery("SELECT clock_timestamp()")) {
      answer.next();
      Instant theirs = answer.getObject(1, OffsetDateTime.class).toInstant();
      Duration trip = Duration.between(asked, clock.instant());
      return Duration.between(asked.plus(trip.dividedBy(2)), theirs);
    }
  }
}
