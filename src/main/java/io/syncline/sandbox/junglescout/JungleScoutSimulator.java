package io.syncline.sandbox.junglescout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Reply;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.engine.SandboxSettings;
import io.syncline.sandbox.engine.SlidingLimit;
import io.syncline.sandbox.engine.SlidingLimit.Verdict;
import io.syncline.sandbox.engine.SlidingLimit.Window;
import io.syncline.sandbox.engine.Strike;
import io.syncline.sandbox.shop.SandboxCatalogue;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** Answers as Jungle Scout does; threads may share it. */
public final class JungleScoutSimulator {

  public static final String MEDIA_TYPE = "application/vnd.api+json";

  // The westernmost market decides what "today" is.
  private static final ZoneId TODAY_ZONE = ZoneId.of("America/Los_Angeles");

  private final Clock clock;
  private final FaultBoard faults;
  private final SandboxJson json;
  private final SlidingLimit limit;
  private final ProductSearch search;
  private final SalesEstimates sales;

  public JungleScoutSimulator(
      SandboxCatalogue catalogue, SandboxSettings settings, FaultBoard faults, Clock clock) {
    this.clock = clock;
    this.faults = faults;
    this.json = new SandboxJson();
    this.limit =
        new SlidingLimit(
            clock,
            List.of(
                new Window(settings.junglescout().requestsPerSecond(), Duration.ofSeconds(1)),
                new Window(settings.junglescout().requestsPerMinute(), Duration.ofMinutes(1))));
    this.search = new ProductSearch(catalogue, json);
    this.sales = new SalesEstimates(catalogue, json);
  }

  Reply answer(JungleScoutCall call) {
    Strike strike = faults.strike(call.endpoint());
    return strike.slowDown(answer(call, strike));
  }

  private Reply answer(JungleScoutCall call, Strike strike) {
    try {
      refuseOnPurpose(strike);
      admit(call);
      ObjectNode document = document(call);
      new SpoiledData(json).document(document, call, strike);
      return Reply.of(200, MEDIA_TYPE, strike.spoil(json.write(document)));
    } catch (JungleScoutRefusal refusal) {
      return Reply.of(refusal.status(), MEDIA_TYPE, json.write(refusal.envelope()));
    }
  }

  private void refuseOnPurpose(Strike strike) {
    if (strike.has(FaultKind.HTTP_401)) {
      throw JungleScoutRefusal.unauthorized();
    }
    if (strike.has(FaultKind.HTTP_429)) {
      throw JungleScoutRefusal.throttled(clock.instant().plus(strike.delay(FaultKind.HTTP_429)));
    }
    if (strike.has(FaultKind.HTTP_500)) {
      throw JungleScoutRefusal.broken();
    }
  }

  private void admit(JungleScoutCall call) {
    if (!call.isAuthorized()) {
      throw JungleScoutRefusal.unauthorized();
    }
    Verdict verdict = limit.take(call.account());
    if (!verdict.isAllowed()) {
      throw JungleScoutRefusal.throttled(clock.instant().plus(verdict.delay()));
    }
  }

  private ObjectNode document(JungleScoutCall call) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), TODAY_ZONE);
    return switch (call.endpoint()) {
      case PRODUCTS -> search.answer(call, today);
      case SALES -> sales.answer(call, today);
      case TOKENS, SEARCH, PRODUCT, VARIANTS, MARKET, WEBHOOKS ->
          throw JungleScoutRefusal.badBody("Jungle Scout has no such endpoint.");
    };
  }
}
