package io.syncline.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.audit.Action;
import io.syncline.core.audit.Action.By;
import io.syncline.core.audit.AuditEntry;
import io.syncline.core.audit.AuditQuery;
import io.syncline.core.audit.AuditTrail;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.pipeline.Endpoint;
import io.syncline.core.pipeline.Guard;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * Has every call noted that an admin or a shared secret may make and that is not for looking only:
 * the first step of a route begins the note, the last one ends it, whatever is between.
 */
@Component
final class Audits {
  /** The note that goes with an exchange, and the run that its route started. */
  private static final String NOTE = "audit";

  private static final String RUN = "run";
  private static final Set<Guard> OF_DOERS =
      Set.of(Guard.ADMIN, Guard.CRON_SECRET, Guard.SYNC_API_KEY);
  private static final Set<String> LOOKING = Set.of("GET", "HEAD");

  private final AuditTrail trail;
  private final Endpoints endpoints;
  private final ObjectMapper json;

  Audits(AuditTrail trail, Endpoints endpoints, ObjectMapper json) {
    this.trail = trail;
    this.endpoints = endpoints;
    this.json = json;
  }

  /** Notes a call before anything is done about it. */
  void begin(Exchange exchange, ApiRequest call, boolean isInside) {
    endpoints
        .of(call.method(), call.endpoint())
        .filter(it -> does(it, call.method()))
        .ifPresent(
            it -> exchange.setVariable(NOTE, trail.begin(action(call, it.guard(), isInside))));
  }

  /** Notes what is answered. */
  void end(Exchange exchange, ApiAnswer answer) {
    Long note = exchange.getVariable(NOTE, Long.class);
    if (note != null) {
      trail.end(note, answer.status(), run(exchange, answer));
    }
  }

  /** Notes that it was refused or has failed. */
  void end(Exchange exchange, int status) {
    Long note = exchange.getVariable(NOTE, Long.class);
    if (note != null) {
      trail.end(note, status, Optional.empty());
    }
  }

  /** A page of what was done; {@code next} is the value of {@code before} that goes on, or null. */
  ApiAnswer list(ApiRequest request) {
    AuditQuery query = AuditQuery.of(request.query(), RunQuery.limit(request.query()));
    List<AuditEntry> page = trail.page(query);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("actions", page);
    body.put("next", page.size() < query.limit() ? null : page.get(page.size() - 1).id());
    return ApiAnswer.ok(body);
  }

  /** A GET beside a POST does the same. */
  private static boolean does(Endpoint endpoint, String method) {
    return OF_DOERS.contains(endpoint.guard())
        && (!LOOKING.contains(method) || endpoint.start().isPresent());
  }

  private static Action action(ApiRequest call, Guard guard, boolean isInside) {
    By by = isInside ? By.CONSOLE : guard.isSecret() ? By.SECRET : By.TOKEN;
    return Action.of(
        call.caller(), by, call.method(), call.endpoint(), call.path(), call.query(), call.body());
  }

  private Optional<UUID> run(Exchange exchange, ApiAnswer answer) {
    Run run = exchange.getVariable(RUN, Run.class);
    if (run != null) {
      return Optional.of(run.id());
    }
    return answer.body() instanceof ApiAnswer.Text
        ? Optional.empty()
        : RunQuery.uuid(json.<JsonNode>valueToTree(answer.body()).path("run_id").asText());
  }
}
