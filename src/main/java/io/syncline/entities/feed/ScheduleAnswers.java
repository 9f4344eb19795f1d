package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.schedule.StoredSchedule;
import io.syncline.core.schedule.StoredSchedules;
import io.syncline.entities.feed.Member.Kind;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/** Answers the calls about when sources and tabs are read by themselves. */
@Component
record ScheduleAnswers(StoredSchedules schedules, Clock clock) {
  private static final String WORD = "entities";

  private static final Shape SHAPE =
      new Shape(
          "sync_schedules",
          List.of(
              Member.required("cron", Kind.TEXT),
              new Member("time_zone", Kind.TEXT, Optional.of(TextNode.valueOf("UTC")), List.of()),
              Member.flag("is_paused")));

  ApiAnswer all() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    schedules.of(WORD).forEach(schedule -> array.add(shown(schedule)));
    return ApiAnswer.ok(Map.of("schedules", array));
  }

  /** The schedule of one scope: shown, put in the place of the one before, or deleted. */
  ApiAnswer one(@Body ApiRequest call) {
    String scope = call.part("scope");
    return switch (call.method()) {
      case "GET" ->
          ApiAnswer.ok(shown(schedules.find(WORD, scope).orElseThrow(() -> unknown(scope))));
      case "DELETE" -> {
        if (!schedules.delete(WORD, scope)) {
          throw unknown(scope);
        }
        yield ApiAnswer.ok(Map.of("deleted", scope));
      }
      default -> ApiAnswer.ok(shown(put(scope, call)));
    };
  }

  private StoredSchedule put(String scope, ApiRequest call) {
    ObjectNode told = SHAPE.read(Asked.object(call), "");
    return schedules.put(
        WORD,
        scope,
        told.path("cron").asText(),
        told.path("time_zone").asText(),
        told.path("is_paused").asBoolean(),
        call.caller());
  }

  private ObjectNode shown(StoredSchedule schedule) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("scope", schedule.scope());
    shown.put("cron", schedule.cron());
    shown.put("time_zone", schedule.timeZone());
    shown.put("is_paused", schedule.isPaused());
    shown.put("next_fire", schedule.next(clock.instant()).map(Object::toString).orElse(null));
    shown.put("fault", schedule.fault().orElse(null));
    shown.put("updated_by", schedule.updatedBy().orElse(null));
    shown.put("updated_at", schedule.updatedAt().toString());
    return shown;
  }

  private static RequestRefused unknown(String scope) {
    return RequestRefused.of(
        404, "UNKNOWN_SCHEDULE", "Unknown schedule", "There is no schedule of " + scope);
  }
}
