package io.syncline.sandbox.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.Reply;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.engine.Strike;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Answers as two APIs. The one of employees wants a bearer token, answers a bare list and leads on
 * by a Link header; the one of items wants a key and wraps its list. Threads may share it.
 */
@Component
@Profile("sandbox")
final class JsonSimulator {
  static final String MEDIA_TYPE = "application/json";
  static final String TOKEN = "Bearer sandbox-not-a-secret";
  static final String KEY = "sandbox-key";

  private final JsonRecords records;
  private final FaultBoard faults;
  private final SandboxJson json = new SandboxJson();

  JsonSimulator(JsonRecords records, FaultBoard faults) {
    this.records = records;
    this.faults = faults;
  }

  Reply answer(JsonCall call) {
    Strike strike = faults.strike(call.endpoint());
    try {
      refuseOnPurpose(strike);
      return strike.slowDown(page(call, strike));
    } catch (Refusal refusal) {
      Reply reply = Reply.of(refusal.status(), MEDIA_TYPE, json.write(refusal.body()));
      long seconds = strike.delay(FaultKind.RETRY_AFTER).toSeconds();
      return strike.slowDown(
          seconds > 0 ? reply.with(Map.of("Retry-After", String.valueOf(seconds))) : reply);
    }
  }

  private Reply page(JsonCall call, Strike strike) {
    if (call.endpoint() == Endpoint.EMPLOYEES) {
      Refusal.when(!call.credential().equals(TOKEN), () -> refused(401, "Bad credentials"));
      List<ObjectNode> all = records.since(Endpoint.EMPLOYEES, since(call, "updated_after"));
      JsonPages.Linked page = JsonPages.linked(call, all, strike);
      return reply(page.page(), strike).with(page.headers());
    }
    Refusal.when(!call.credential().equals(KEY), () -> refused(401, "Unknown key"));
    List<ObjectNode> all = records.since(Endpoint.ITEMS, since(call, "modified_since"));
    return reply(JsonPages.inBody(call, all, strike), strike);
  }

  private Reply reply(Object document, Strike strike) {
    return Reply.of(200, MEDIA_TYPE, strike.spoil(json.write(document)));
  }

  private static Instant since(JsonCall call, String name) {
    try {
      return call.has(name)
          ? OffsetDateTime.parse(call.parameter(name)).toInstant()
          : Instant.EPOCH;
    } catch (DateTimeException e) {
      throw refused(422, name + " is no time");
    }
  }

  private static void refuseOnPurpose(Strike strike) {
    strike.refuse(FaultKind.HTTP_401, () -> refused(401, "Bad credentials"));
    strike.refuse(FaultKind.HTTP_403, () -> refused(403, "Forbidden"));
    strike.refuse(FaultKind.HTTP_404, () -> refused(404, "Not found"));
    strike.refuse(FaultKind.HTTP_429, () -> refused(429, "Too many requests"));
    strike.refuse(FaultKind.RETRY_AFTER, () -> refused(429, "Too many requests"));
    strike.refuse(FaultKind.HTTP_500, () -> refused(500, "Server error"));
    strike.refuse(FaultKind.HTTP_503, () -> refused(503, "Down for maintenance"));
  }

  static Refusal refused(int status, String message) {
    return new Refusal(status, new Fields().with("message", message));
  }
}
