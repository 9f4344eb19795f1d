package io.syncline.clientapi;

import io.syncline.clientapi.record.ClientStreams;
import io.syncline.core.database.Databases;
import io.syncline.core.error.Finding;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.Explaining;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.core.run.RunQuery;
import io.syncline.core.schedule.Cron;
import io.syncline.core.schedule.ScheduleBoard;
import io.syncline.core.schedule.ScheduleStatus;
import io.syncline.core.schedule.ScheduleStatus.State;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Why a client's accounts are read or are not (CR-50): whether anybody looks for those that are
 * due, whether production has what was read, and each account by itself.
 */
@Component
final class WhyAnswers {
  private static final Duration GRACE = Duration.ofMinutes(5);
  private static final String LAST_LOOK =
      """
      SELECT started_at FROM sync_runs
      WHERE pipeline = 'clientapi' AND scope = 'clientapi' AND trigger = 'schedule'
      ORDER BY coalesce(started_at, 'epoch') DESC, id DESC LIMIT 1
      """;

  private final JdbcClient staging;
  private final Pipelines pipelines;
  private final Platforms platforms;
  private final ScheduleBoard schedules;
  private final Explaining explaining;
  private final Clock clock;

  WhyAnswers(
      Databases databases,
      Pipelines pipelines,
      Platforms platforms,
      ScheduleBoard schedules,
      Explaining explaining,
      Clock clock) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.pipelines = pipelines;
    this.platforms = platforms;
    this.schedules = schedules;
    this.explaining = explaining;
    this.clock = clock;
  }

  /**
   * What there is to say of a client.
   *
   * @throws RequestRefused 400 for what is no client, 404 for one without an account
   */
  List<Finding> of(Map<String, String> asked) {
    UUID client =
        RunQuery.uuid(asked.getOrDefault("client", ""))
            .orElseThrow(() -> RequestRefused.invalid("client", "must be a UUID", List.of()));
    List<AccountState> accounts =
        staging.sql(AccountState.SELECTED).param(client).query(AccountState::of).list();
    if (accounts.isEmpty()) {
      throw Accounts.unknown(client);
    }
    Instant now = clock.instant();
    String cron = pipelines.find(ClientApi.WORD).orElseThrow().cron();
    ScheduleStatus schedule = schedules.known(ClientApi.WORD);
    boolean isLookedFor = schedule.is(State.ON) || schedule.is(State.OVERDUE);
    List<Finding> findings = new ArrayList<>();
    findings.add(isLookedFor ? looks(cron, now) : silent(schedule));
    findings.add(explaining.production(ClientStreams.RECORDS.partition(client).table()));
    accounts.forEach(account -> findings.add(account.why(isLookedFor, platforms.words(), now)));
    return findings;
  }

  private static Finding silent(ScheduleStatus schedule) {
    if (schedule.is(State.PAUSED)) {
      return Finding.warn("schedule", schedule.told() + ", so that no account is read by itself");
    }
    return Finding.warn(
        "schedule",
        "off, so that no account is read by itself; set syncline.clientapi.cron, or have run"
            + " clientapi started every hour");
  }

  private Finding looks(String cron, Instant now) {
    Optional<Instant> last =
        staging.sql(LAST_LOOK).query(Timestamp.class).optional().map(Timestamp::toInstant);
    Optional<Instant> missed =
        last.flatMap(it -> Cron.next(cron, it)).filter(it -> it.plus(GRACE).isBefore(now));
    if (last.isEmpty() || missed.isPresent()) {
      return Finding.warn(
          "schedule",
          last.map(it -> "the last look was at " + it).orElse("no service has looked yet")
              + "; see whether one runs, with this configuration, and what its log says");
    }
    return Finding.ok(
        "schedule",
        "the last look was at %s, the next is at %s"
            .formatted(last.get(), Cron.next(cron, now).orElseThrow()));
  }
}
