package io.syncline.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.RunRequest;
import io.syncline.core.schedule.ScheduleBoard;
import io.syncline.core.schedule.ScheduleFire;
import io.syncline.core.schedule.SchedulePauses;
import io.syncline.core.schedule.ScheduleStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What the endpoints of schedules ask for and answer. */
@Component
final class ScheduleRequests {
  private static final String NAME = "name";
  private static final int FIRES = 5;

  private final ScheduleBoard board;
  private final SchedulePauses pauses;
  private final Duration wait;

  ScheduleRequests(
      ScheduleBoard board, SchedulePauses pauses, @Value("${syncline.http.wait}") Duration wait) {
    this.board = board;
    this.pauses = pauses;
    this.wait = wait;
  }

  /** The last fire of a schedule as the API shows it. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record FireJson(
      Instant slot,
      Instant firedAt,
      @Nullable UUID runId,
      @Nullable String runUrl,
      @Nullable String skipped) {

    static FireJson of(ScheduleFire fire) {
      return new FireJson(
          fire.slot(),
          fire.at(),
          fire.run().orElse(null),
          fire.run().map(ApiAnswer::url).orElse(null),
          fire.refusal().orElse(null));
    }
  }

  /** A schedule as the API shows it. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record ScheduleJson(
      String name,
      String pipeline,
      @Nullable String scope,
      String cron,
      @Nullable String words,
      String timeZone,
      String state,
      List<Instant> nextFires,
      @Nullable FireJson lastFire,
      @Nullable Instant overdueSince,
      @Nullable String changedBy,
      @Nullable Instant changedAt,
      @Nullable String fault) {

    static ScheduleJson of(ScheduleStatus schedule) {
      return new ScheduleJson(
          schedule.name(),
          schedule.pipeline(),
          schedule.scope().orElse(null),
          schedule.cron(),
          schedule.words().orElse(null),
          schedule.timeZone(),
          schedule.state().word(),
          schedule.next(FIRES),
          schedule.lastFire().map(FireJson::of).orElse(null),
          schedule.overdueSince().orElse(null),
          schedule.changedBy().orElse(null),
          schedule.changedAt().orElse(null),
          schedule.fault().orElse(null));
    }
  }

  ApiAnswer all() {
    return ApiAnswer.ok(Map.of("schedules", board.all().stream().map(ScheduleJson::of).toList()));
  }

  ApiAnswer pause(@Body ApiRequest call) {
    return ApiAnswer.ok(ScheduleJson.of(pauses.set(call.part(NAME), true, call.caller())));
  }

  ApiAnswer resume(@Body ApiRequest call) {
    return ApiAnswer.ok(ScheduleJson.of(pauses.set(call.part(NAME), false, call.caller())));
  }

  /** The run that the schedule would start, by whoever calls. */
  RunRequest run(@Body ApiRequest call) {
    boolean waits = !call.query().containsKey("wait") || call.isTrue("wait");
    return pauses
        .now(call.part(NAME))
        .byHand(call.caller(), call.slot(), waits ? wait : Duration.ZERO);
  }
}
