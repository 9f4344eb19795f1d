package io.syncline.core.database;

import static java.util.function.Predicate.not;

import io.syncline.core.error.Finding;
import io.syncline.core.error.StartupProblem;
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
import org.springframework.core.env.Environment;

/**
 * Asks each configured database once what a start would ask of it, without starting or changing
 * anything.
 */
public final class DatabaseProbe {
  /** Quartz's cluster check-in asks for clocks that agree to the second. */
  private static final Duration LARGEST_SKEW = Duration.ofSeconds(1);

  private final Environment environment;
  private final Connector connector;
  private final Clock clock;

  public DatabaseProbe(Environment environment, Clock clock) {
    this.environment = environment;
    this.connector = new Connector(DatabaseSettings.of(environment));
    this.clock = clock;
  }

  /** Whether each can be reached, agrees about the time, and has what is needed. */
  public List<Finding> findings() {
    return Places.configured(environment).all().stream()
        .filter(not(Place::isAbsent))
        .flatMap(place -> ask(place).stream())
        .toList();
  }

  private List<Finding> ask(Place place) {
    List<Finding> findings = new ArrayList<>();
    try (Connection connection = connector.single(place).getConnection();
        Statement statement = connection.createStatement()) {
      if (!place.isOnlyRead() && isReadOnly(statement)) {
        return List.of(Finding.fail(place.name(), Faults.readOnly(place).sentence()));
      }
      findings.add(clock(place, skew(statement)));
      findings.addAll(tables(place, connection));
    } catch (SQLException e) {
      return List.of(Finding.fail(place.name(), Faults.of(e, place).sentence()));
    }
    return findings;
  }

  private static boolean isReadOnly(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SHOW transaction_read_only")) {
      row.next();
      return row.getString(1).equals("on");
    }
  }

  private static Finding clock(Place place, Duration skew) {
    return skew.abs().compareTo(LARGEST_SKEW) > 0
        ? Finding.warn(
            place.name(),
            "its clock differs by " + skew.toMillis() + " ms; run NTP on both machines")
        : Finding.ok(place.name(), "reachable, clock agrees");
  }

  /** Their time against the middle of our question. */
  private Duration skew(Statement statement) throws SQLException {
    Instant asked = clock.instant();
    try (ResultSet answer = statement.executeQuery("SELECT clock_timestamp()")) {
      answer.next();
      Instant theirs = answer.getObject(1, OffsetDateTime.class).toInstant();
      Duration trip = Duration.between(asked, clock.instant());
      return Duration.between(asked.plus(trip.dividedBy(2)), theirs);
    }
  }

  private List<Finding> tables(Place place, Connection connection) {
    DatabaseCheck check = DatabaseCheck.of(place, environment);
    try {
      List<StartupProblem> problems = check.problems(connection);
      List<StartupProblem> wishes = new ArrayList<>(check.wishes(connection));
      wishes.removeAll(problems);
      List<Finding> findings = new ArrayList<>();
      problems.forEach(problem -> findings.add(Finding.fail(place.name(), problem.sentence())));
      wishes.forEach(wish -> findings.add(Finding.warn(place.name(), wish.sentence())));
      return findings;
    } catch (SQLException e) {
      return List.of(
          Finding.fail(
              place.name(),
              "its tables cannot be compared: %s. See whether %s may read them."
                  .formatted(Faults.describe(e), place.variable("USER"))));
    }
  }
}
