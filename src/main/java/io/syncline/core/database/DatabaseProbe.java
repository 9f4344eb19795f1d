package io.syncline.core.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What one attempt to reach a configured database told; {@code fault} is empty when it can be used.
 */
public record DatabaseProbe(String name, String fault, Duration skew) {
  private static final String YUHINKAI = "yuhinkai";

  /** Asks each configured database once. */
  public static List<DatabaseProbe> all(Environment environment, Clock clock) {
    DatabaseSettings settings =
        Binder.get(environment).bind("syncline.database", DatabaseSettings.class).get();
    Connector connector = new Connector(settings);
    return Stream.of(
            Place.staging(settings.staging()),
            Place.production(settings.production()),
            Place.yuhinkai(settings.yuhinkai()))
        .filter(place -> place.address().isSet())
        .map(place -> ask(place, connector, clock))
        .toList();
  }

  /** Whether a start would get on with it. */
  public boolean isUsable() {
    return fault.isEmpty();
  }

  private static DatabaseProbe ask(Place place, Connector connector, Clock clock) {
    try (Connection connection = open(place, connector);
        Statement statement = connection.createStatement()) {
      Duration skew = skew(statement, clock);
      return new DatabaseProbe(place.name(), fault(place, statement), skew);
    } catch (SQLException e) {
      return new DatabaseProbe(place.name(), Faults.of(e, place).sentence(), Duration.ZERO);
    }
  }

  /** Yuhinkai may stand behind a pooler in any mode, since nothing is kept there. */
  private static Connection open(Place place, Connector connector) throws SQLException {
    return place.name().equals(YUHINKAI)
        ? connector.reading(place).getConnection()
        : connector.single(place).getConnection();
  }

  private static String fault(Place place, Statement statement) throws SQLException {
    if (place.name().equals(YUHINKAI)) {
      return "";
    }
    try (ResultSet row = statement.executeQuery("SHOW transaction_read_only")) {
      row.next();
      return row.getString(1).equals("on") ? Faults.readOnly(place).sentence() : "";
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
