package io.syncline.stockx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.support.SandboxService;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.springframework.jdbc.core.JdbcTemplate;

/** A service of four currencies on a host whose zone is not UTC. */
class StockxRegionsIT {
  private static final TimeZone HOST = TimeZone.getDefault();
  private static SandboxService service;

  @BeforeAll
  static void start() {
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.schedules=on",
            "--syncline.stockx.cron=0 */3 * * *",
            "--syncline.stockx.regions[0].label=US",
            "--syncline.stockx.regions[0].currency=USD",
            "--syncline.stockx.regions[1].label=UK",
            "--syncline.stockx.regions[1].currency=GBP",
            "--syncline.stockx.regions[2].label=EU",
            "--syncline.stockx.regions[2].currency=EUR",
            "--syncline.stockx.regions[3].label=JP",
            "--syncline.stockx.regions[3].currency=JPY",
            "--syncline.stockx.base-currency=GBP");
  }

  @AfterAll
  static void stop() {
    TimeZone.setDefault(HOST);
    service.close();
  }

  @Test
  @DisplayName("SX-09: a fourth currency by configuration alone")
  void a_fourth_currency_needs_configuration_alone() {
    JsonNode result =
        service
            .post(
                "/api/cron/sync-stockx-prices?sku=SR0001-007&force=true", "", service.cronSecret())
            .body()
            .at("/results/0");
    assertThat(result.path("currencies").toString()).isEqualTo("[\"USD\",\"GBP\",\"EUR\",\"JPY\"]");
    assertThat(
            service
                .production()
                .sql(
                    "SELECT DISTINCT currency_code || region FROM master_market_data"
                        + " WHERE sku = 'SR0001-007' ORDER BY 1")
                .query(String.class)
                .list())
        .containsExactly("EUREU", "GBPUK", "JPYJP", "USDUS");
    JsonNode figures = read("/api/stockx/budget");
    assertThat(figures.path("calls_per_run").asInt()).isEqualTo(400);
    assertThat(figures.path("runs_per_day").asInt()).isEqualTo(8);
    JsonNode comparison = read("/api/stockx/compare/SR0001-007");
    assertThat(comparison.path("base_currency").asText()).isEqualTo("GBP");
    assertThat(comparison.path("currencies_without_rate").toString()).isEqualTo("[\"JPY\"]");
    JsonNode price = read("/api/stockx/prices/SR0001-007").at("/currencies/GBP/0");
    assertThat(comparison.at("/sizes/0/lowest_ask/GBP").asDouble())
        .as("one pound is a pound")
        .isEqualTo(price.path("lowest_ask").asDouble());
  }

  @Test
  @DisplayName("SX-03: the schedule fires by UTC, whatever the zone of the host")
  void the_schedule_is_in_utc() throws SchedulerException {
    CronTrigger trigger = trigger();
    assertThat(trigger.getTimeZone().getRawOffset()).isZero();
    assertThat(fires(trigger.getCronExpression(), "2026-11-22T10:17:00Z", 6))
        .extracting(fire -> fire.atOffset(ZoneOffset.UTC).getHour())
        .containsExactly(12, 15, 18, 21, 0, 3);
  }

  @Test
  void every_session_of_a_database_is_in_utc() {
    for (String pool : List.of("staging", "production", "yuhinkai")) {
      assertThat(new JdbcTemplate(service.pool(pool)).queryForObject("SHOW TimeZone", String.class))
          .isEqualTo("UTC");
    }
  }

  @ParameterizedTest
  @CsvSource({"0 0 * * * ?,1", "0 0 */3 * * ?,3", "0 0 */6 * * ?,6", "0 0 */12 * * ?,12"})
  @DisplayName("SX-04: 1, 3, 6 and 12 hours, over the day on which New York puts its clocks on")
  void over_a_change_of_clocks(String cron, int hours) throws SchedulerException {
    Instant midnight = Instant.parse("2027-03-14T00:00:00Z");
    List<Instant> fires = fires(cron, "2027-03-13T23:59:59Z", 48 / hours);
    for (int fire = 0; fire < fires.size(); fire++) {
      assertThat(fires.get(fire)).isEqualTo(midnight.plusSeconds(fire * hours * 3_600L));
    }
  }

  @Test
  void a_base_currency_without_a_rate_is_refused_at_start() {
    assertThatThrownBy(() -> SandboxService.start("--syncline.stockx.base-currency=CHF"))
        .rootCause()
        .hasMessageContaining("none of base-currency CHF");
    assertThatThrownBy(() -> SandboxService.start("--syncline.stockx.exchange-rates.GBP=0"))
        .rootCause()
        .hasMessageContaining("not above zero");
  }

  private static CronTrigger trigger() throws SchedulerException {
    Scheduler scheduler = service.bean(Scheduler.class);
    for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyTriggerGroup())) {
      if (key.toString().contains("stockx")) {
        return (CronTrigger) scheduler.getTrigger(key);
      }
    }
    throw new AssertionError("no trigger of stockx");
  }

  /** When a schedule in the service's zone fires next, as if it had been there since ever. */
  private static List<Instant> fires(String cron, String from, int times)
      throws SchedulerException {
    CronTrigger asked =
        TriggerBuilder.newTrigger()
            .startAt(Date.from(Instant.EPOCH))
            .withSchedule(
                CronScheduleBuilder.cronSchedule(cron).inTimeZone(trigger().getTimeZone()))
            .build();
    List<Instant> fires = new ArrayList<>();
    Date next = Date.from(Instant.parse(from));
    while (fires.size() < times) {
      next = asked.getFireTimeAfter(next);
      fires.add(next.toInstant());
    }
    return fires;
  }

  private static JsonNode read(String path) {
    return service.get(path, service.token("viewer")).body();
  }
}
