package io.syncline.entities.feed;

import io.syncline.core.database.Databases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What people call feeds and sources, those too that are deleted, by the scopes of their runs. Half
 * a minute old at most. Threads may share it.
 */
@Component
public final class FeedNames {
  private static final Duration AGE = Duration.ofSeconds(30);

  /** One that is not there is looked for again after that, as it may be new. */
  private static final Duration A_MOMENT = Duration.ofSeconds(1);

  private static final String ALL =
      """
      SELECT t.id::text AS id, t.tab_name || ' of ' || s.name AS name
      FROM tab_mappings t JOIN data_sources s ON s.id = t.data_source_id
      UNION ALL SELECT id::text, name FROM data_sources
      """;

  private final JdbcClient staging;
  private final Clock clock;
  private volatile Known known = new Known(Map.of(), Instant.MIN);

  FeedNames(Databases databases, Clock clock) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.clock = clock;
  }

  private record Known(Map<String, String> names, Instant at) {}

  /** The name of what has that scope, if it is a feed or a source. */
  public Optional<String> of(String scope) {
    return FeedScopes.feedOf(scope).or(() -> FeedScopes.sourceOf(scope)).flatMap(this::name);
  }

  private Optional<String> name(String id) {
    Known then = known;
    Duration enough = then.names().containsKey(id) ? AGE : A_MOMENT;
    if (then.at().isBefore(clock.instant().minus(enough))) {
      then = read();
      known = then;
    }
    return Optional.ofNullable(then.names().get(id));
  }

  private Known read() {
    Map<String, String> names =
        staging.sql(ALL).query().listOfRows().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    row -> String.valueOf(row.get("id")), row -> String.valueOf(row.get("name"))));
    return new Known(names, clock.instant());
  }
}
