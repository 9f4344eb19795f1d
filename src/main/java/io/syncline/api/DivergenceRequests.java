package io.syncline.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunOutcome;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.verify.Repair;
import io.syncline.core.verify.Verifier;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.apache.camel.Body;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What the endpoints of the divergence ask for and answer. */
@Component
final class DivergenceRequests {
  private static final String DRY_RUN = "dry_run";
  private static final Set<String> MEMBERS = Set.of(DRY_RUN, Repair.DELETE_EXTRA);

  private final Verifier verifier;
  private final Duration wait;
  private final Semaphore comparison = new Semaphore(1);

  DivergenceRequests(Verifier verifier, @Value("${syncline.http.wait}") Duration wait) {
    this.verifier = verifier;
    this.wait = wait;
  }

  /** Compares now; one at a time, as it reads both databases from end to end. */
  ApiAnswer compare() {
    if (!comparison.tryAcquire()) {
      throw RequestRefused.of(
          409,
          "COMPARISON_UNDER_WAY",
          "A comparison is under way",
          "It reads both databases whole; ask again when it is over");
    }
    try {
      return ApiAnswer.ok(DivergenceJson.of(verifier.verify()));
    } catch (TerminalFailure e) {
      throw RequestRefused.of(
          503, "DATABASE_UNAVAILABLE", "A database cannot be read", e.getMessage());
    } finally {
      comparison.release();
    }
  }

  /** A run that repairs; what it is to do stands in the body or in the query. */
  RunRequest repair(@Body ApiRequest request) {
    JsonNode asked = request.body().orElseGet(JsonNodeFactory.instance::objectNode);
    if (!asked.isObject()) {
      throw RequestRefused.invalid("body", "must be a JSON object", List.of());
    }
    asked
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!MEMBERS.contains(name)) {
                throw RequestRefused.invalid(name, "is not a parameter", MEMBERS);
              }
            });
    Repair.Order order =
        new Repair.Order(flag(DRY_RUN, request), flag(Repair.DELETE_EXTRA, request));
    boolean waits = !"false".equals(request.query().get("wait"));
    return Repair.request(
        order, Trigger.MANUAL, request.slot(), request.caller(), waits ? wait : Duration.ZERO);
  }

  ApiAnswer repaired(@Body Run run) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("run_id", run.id().toString());
    body.put("run_url", ApiAnswer.url(run.id()));
    if (run.outcome() == RunOutcome.RUNNING) {
      return ApiAnswer.accepted(run.id(), body);
    }
    body.put("status", run.status().word());
    body.put("outcome", run.outcome().word());
    body.put(DRY_RUN, run.dryRun());
    body.set("repair", run.report());
    body.set("errors", run.errors());
    return ApiAnswer.ok(body);
  }

  private static boolean flag(String name, ApiRequest request) {
    JsonNode member = request.body().map(body -> body.path(name)).orElse(null);
    if (member != null && !member.isMissingNode() && !member.isBoolean()) {
      throw RequestRefused.invalid(name, "must be true or false", List.of("true", "false"));
    }
    return request.isTrue(name) || member != null && member.asBoolean();
  }
}
