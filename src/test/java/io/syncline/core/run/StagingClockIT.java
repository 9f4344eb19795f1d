package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.syncline.support.CoreTest;
import io.syncline.support.Postgres;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;

@CoreTest
class StagingClockIT {
  private static final Duration YEAR = Duration.ofDays(365);

  @Autowired
  @Qualifier("staging")
  private DataSource staging;

  @Autowired
  @Qualifier("stagingClock")
  private Clock ofTheService;

  @Test
  void a_machine_that_is_a_year_ahead_tells_the_time_of_staging() {
    Clock ahead = Clock.offset(Clock.systemUTC(), YEAR);
    assertThat(
            new StagingClock(staging, new BackgroundLoops(new SimpleMeterRegistry()), ahead)
                .instant())
        .isCloseTo(told(), within(1, ChronoUnit.HOURS));
  }

  @Test
  void while_staging_is_away_the_time_goes_on_from_what_it_said_last() {
    String database = Postgres.freshDatabase("clock");
    try (HikariDataSource pool = pool(database)) {
      Clock ahead = Clock.offset(Clock.systemUTC(), YEAR);
      StagingClock clock =
          new StagingClock(pool, new BackgroundLoops(new SimpleMeterRegistry()), ahead);
      Postgres.takeDown(database);
      Instant before = clock.instant();
      clock.ask();
      assertThat(clock.instant()).isAfter(before).isCloseTo(told(), within(1, ChronoUnit.HOURS));
    }
  }

  @Test
  void the_service_has_the_time_of_staging_in_any_zone() {
    assertThat(ofTheService).isInstanceOf(StagingClock.class);
    Clock there = ofTheService.withZone(ZoneId.of("Asia/Kolkata"));
    assertThat(there.getZone()).isEqualTo(ZoneId.of("Asia/Kolkata"));
    assertThat(there.instant()).isCloseTo(told(), within(1, ChronoUnit.HOURS));
  }

  private Instant told() {
    return new JdbcTemplate(staging)
        .queryForObject("SELECT clock_timestamp()", java.sql.Timestamp.class)
        .toInstant();
  }

  private static HikariDataSource pool(String database) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(Postgres.source(database));
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(1_000);
    return new HikariDataSource(config);
  }
}
