package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.pipeline.PipelineRequest;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What the endpoint of document 002 and the schedule ask for, checked. */
@Component
final class StockxRequests implements PipelineRequest {
  /** One key is behind all of it, so one run at a time in the whole cluster (D8). */
  private static final String SCOPE = "stockx";

  private final Duration wait;

  StockxRequests(@Value("${syncline.http.wait}") Duration wait) {
    this.wait = wait;
  }

  RunRequest cron(@Body ApiRequest request) {
    ObjectNode asked = JsonNodeFactory.instance.objectNode();
    request.query().forEach(asked::put);
    request.body().ifPresent(body -> merge(asked, body));
    boolean waits = !asked.has("wait") || Parameters.flag(asked, "wait");
    asked.remove("wait");
    return of(asked, Trigger.REQUEST, request.caller(), waits ? wait : Duration.ZERO)
        .inSlot(request.idempotencyKey().map(key -> request.caller() + "|" + key));
  }

  private static void merge(ObjectNode asked, JsonNode body) {
    if (!body.isObject()) {
      throw RequestRefused.invalid("body", "must be a JSON object", Parameters.MEMBERS);
    }
    body.properties()
        .forEach(
            member -> {
              if (asked.has(member.getKey())) {
                throw RequestRefused.invalid(
                    member.getKey(), "stands in query and body", List.of());
              }
              asked.set(member.getKey(), member.getValue());
            });
  }

  /** The slot of the schedule starts one run, however many instances and ticks there are (G3). */
  RunRequest scheduled(@Variable("slot") Instant slot) {
    return of(JsonNodeFactory.instance.objectNode(), Trigger.SCHEDULE, "schedule", Duration.ZERO)
        .inSlot(Optional.of("stockx|" + slot));
  }

  @Override
  public RunRequest of(JsonNode body, Trigger trigger, String caller, Duration patience) {
    return new RunRequest(
        Stockx.WORD,
        SCOPE,
        trigger,
        Optional.empty(),
        caller,
        Parameters.checked(body),
        Parameters.flag(body, "dry_run"),
        false,
        patience);
  }
}
