package io.syncline.sandbox.junglescout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Refusal;
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
            new Window(settings.junglescout().requestsPerSecond(), Duration.ofSeconds(1)),
            new Window(settings.junglescout().requestsPerMinute(), Duration.ofMinutes(1)));
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
    } catch (Refusal refusal) {
      return Reply.of(refusal.status(), MEDIA_TYPE, json.write(refusal.body()));
    }
  }

  private void refuseOnPurpose(Strike strike) {
    strike.refuse(FaultKind.HTTP_401, JungleScoutRefusals::unauthorized);
    strike.refuse(FaultKind.HTTP_429, () -> throttled(strike.delay(FaultKind.HTTP_429)));
    strike.refuse(FaultKind.HTTP_500, JungleScoutRefusals::broken);
  }

  private void admit(JungleScoutCall call) {
    Refusal.when(!call.isAuthorized(), JungleScoutRefusals::unauthorized);
    Verdict verdict = limit.take(call.account());
    Refusal.when(!verdict.isAllowed(), () -> throttled(verdict.delay()));
  }

  private Refusal throttled(Duration wait) {
    return JungleScoutRefusals.throttled(clock.instant().plus(wait));
  }

  private ObjectNode document(JungleScoutCall call) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), TODAY_ZONE);
    return switch (call.endpoint()) {
      case PRODUCTS -> search.answer(call, today);
      case SALES -> sales.answer(call, today);
      default -> throw JungleScoutRefusals.badBody("Jungle Scout has no such endpoint.");
    };
  }
}
