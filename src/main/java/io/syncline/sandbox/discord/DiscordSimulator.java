package io.syncline.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.Reply;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.engine.SlidingLimit.Verdict;
import io.syncline.sandbox.engine.Strike;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers as Discord's webhooks do; threads may share it. Any id and token is a webhook until it is
 * deleted.
 */
public final class DiscordSimulator {

  private static final String MEDIA_TYPE = "application/json";

  private final FaultBoard faults;
  private final DiscordLimits limits;
  private final DiscordMessages messages;
  private final SandboxJson json = new SandboxJson();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();

  public DiscordSimulator(FaultBoard faults, Clock clock) {
    this.faults = faults;
    this.limits = new DiscordLimits(clock);
    this.messages = new DiscordMessages(clock);
  }

  List<ObjectNode> lastMessages() {
    return messages.last();
  }

  Reply delete(String webhookId) {
    return deleted.add(webhookId)
        ? Reply.of(204, MEDIA_TYPE, "")
        : refused(DiscordRefusals.unknownWebhook(), Map.of());
  }

  Reply post(DiscordCall call) {
    Strike strike = faults.strike(Endpoint.WEBHOOKS);
    return strike.slowDown(post(call, strike));
  }

  private Reply post(DiscordCall call, Strike strike) {
    if (strike.has(FaultKind.BAN)) {
      return refused(DiscordRefusals.banned(), Map.of());
    }
    if (strike.has(FaultKind.HTTP_429)) {
      return throttled(call, strike.delay(FaultKind.HTTP_429), "user", Map.of());
    }
    Verdict verdict = limits.take(call.webhookId());
    Map<String, String> headers = limits.headers(call.webhookId(), verdict);
    if (!verdict.isAllowed()) {
      return throttled(call, verdict.delay(), DiscordLimits.scope(verdict), headers);
    }
    try {
      refuseOnPurpose(strike);
      ObjectNode message = messages.accept(call.webhookId(), form(call));
      Reply reply =
          call.waits()
              ? Reply.of(200, MEDIA_TYPE, json.write(message))
              : Reply.of(204, MEDIA_TYPE, "");
      return reply.with(headers);
    } catch (Refusal refusal) {
      return refused(refusal, headers);
    }
  }

  private static void refuseOnPurpose(Strike strike) {
    strike.refuse(FaultKind.HTTP_401, DiscordRefusals::badToken);
    strike.refuse(FaultKind.HTTP_404, DiscordRefusals::unknownWebhook);
    strike.refuse(FaultKind.HTTP_500, DiscordRefusals::broken);
  }

  private ObjectNode form(DiscordCall call) {
    requireRecipient(call);
    requireJson(call);
    JsonNode form = json.read(call.body()).orElseThrow(DiscordRefusals::invalidJson);
    if (!(form instanceof ObjectNode fields)) {
      throw DiscordRefusals.invalidForm(
          "", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
    }
    FormErrors errors = DiscordForm.check(fields);
    Refusal.when(!errors.isEmpty(), () -> DiscordRefusals.invalidForm(errors));
    Refusal.when(DiscordForm.isEmpty(fields), DiscordRefusals::emptyMessage);
    return fields;
  }

  private void requireRecipient(DiscordCall call) {
    Refusal.when(call.agent().isBlank(), DiscordRefusals::blockedAgent);
    if (!call.webhookId().matches("[0-9]{1,20}")) {
      String message = "Value \"" + call.webhookId() + "\" is not snowflake.";
      throw DiscordRefusals.invalidForm("webhook_id", "NUMBER_TYPE_COERCE", message);
    }
    Refusal.when(deleted.contains(call.webhookId()), DiscordRefusals::unknownWebhook);
  }

  private static void requireJson(DiscordCall call) {
    if (!call.contentType().toLowerCase(Locale.ROOT).startsWith(MEDIA_TYPE)) {
      String message = "Expected \"Content-Type\" header to be one of {'application/json'}.";
      throw DiscordRefusals.invalidForm("", "CONTENT_TYPE_INVALID", message);
    }
  }

  private Reply throttled(
      DiscordCall call, Duration wait, String scope, Map<String, String> headers) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(DiscordLimits.refusalHeaders(call, wait, scope));
    return Reply.of(429, MEDIA_TYPE, json.write(DiscordLimits.refusalBody(call, wait))).with(all);
  }

  private Reply refused(Refusal refusal, Map<String, String> headers) {
    return Reply.of(refusal.status(), MEDIA_TYPE, json.write(refusal.body())).with(headers);
  }
}
