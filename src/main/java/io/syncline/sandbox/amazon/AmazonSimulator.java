package io.syncline.sandbox.amazon;

import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.Reply;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.engine.SandboxSettings;
import io.syncline.sandbox.engine.Strike;
import io.syncline.sandbox.shop.SandboxClients;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers as Amazon does (amazon-sp#what-the-simulator-does). Threads may share it. */
final class AmazonSimulator {
  static final String MEDIA_TYPE = "application/json";
  static final String RATE = "x-amzn-RateLimit-Limit";

  private final Sellers sellers;
  private final FaultBoard faults;
  private final AmazonRates rates;
  private final SpOrders orders;
  private final SpInventory inventory;
  private final SpListings listings;
  private final SpReports reports;
  private final SandboxJson json = new SandboxJson();

  AmazonSimulator(
      Sellers sellers,
      SpReports reports,
      SandboxSettings settings,
      FaultBoard faults,
      Clock clock) {
    this.sellers = sellers;
    this.reports = reports;
    this.faults = faults;
    this.rates = new AmazonRates(clock, settings.amazon().timesFaster());
    this.orders = new SpOrders(clock);
    this.inventory = new SpInventory(clock);
    this.listings = new SpListings(clock);
  }

  /** Under whose name a call is counted. */
  String account(AmazonCall call) {
    LwaGrants grants = sellers.grants();
    return call.endpoint() == Endpoint.LWA
        ? grants.applicant(call.body())
        : grants.account(call.token());
  }

  Reply answer(AmazonCall call) {
    Strike strike = faults.strike(call.endpoint(), account(call));
    Map<String, String> headers =
        new LinkedHashMap<>(Map.of("x-amzn-RequestId", "sandbox-request"));
    try {
      refuseOnPurpose(strike);
      Fields document =
          call.endpoint() == Endpoint.LWA
              ? sellers.grants().grant(call, strike)
              : admitted(call, strike);
      if (call.endpoint() != Endpoint.LWA && !strike.has(FaultKind.NO_RATE)) {
        headers.put(RATE, rates.told(call.endpoint()));
      }
      int status = call.endpoint() == Endpoint.CREATE_REPORT ? 202 : 200;
      String type = strike.has(FaultKind.GARBAGE) ? "text/html" : MEDIA_TYPE;
      String body = strike.spoil(json.write(document));
      return strike.slowDown(Reply.of(status, type, body).with(headers));
    } catch (Refusal refusal) {
      Reply reply = Reply.of(refusal.status(), MEDIA_TYPE, json.write(refusal.body()));
      return strike.slowDown(reply.with(headers));
    }
  }

  private Fields admitted(AmazonCall call, Strike strike) {
    Refusal.when(Market.of(call.region()).isEmpty(), AmazonRefusals::missing);
    String account = sellers.grants().seller(call.token());
    Refusal.when(
        SandboxClients.isThrottled(account) || !rates.take(call.endpoint(), account),
        AmazonRefusals::quota);
    if (strike.has(FaultKind.ERRORS_IN_200)) {
      return new Fields()
          .with(
              "errors",
              List.of(new Fields().with("code", "InternalFailure").with("message", "Try again.")));
    }
    SampleSeller seller = sellers.get(account, call.region());
    return switch (call.endpoint()) {
      case PARTICIPATIONS -> participations(call);
      case SEARCH_ORDERS -> orders.search(call, seller, strike);
      case GET_ORDER -> orders.one(call, seller);
      case FBA_INVENTORY -> inventory.answer(call, seller, strike);
      case LISTINGS -> own(call, account, seller, strike);
      case CREATE_REPORT -> reports.create(call, account, seller, strike);
      case GET_REPORTS -> reports.list(call, account);
      case GET_REPORT -> reports.one(call, account);
      case GET_DOCUMENT -> reports.document(call, account, strike);
      default -> throw AmazonRefusals.missing();
    };
  }

  private Fields own(AmazonCall call, String account, SampleSeller seller, Strike strike) {
    Refusal.when(!call.id().equals(account), () -> AmazonRefusals.denied(""));
    return listings.answer(call, seller, strike);
  }

  private static Fields participations(AmazonCall call) {
    call.expect(Set.of(), Set.of());
    return new Fields()
        .with("payload", Market.of(call.region()).stream().map(Market::participation).toList());
  }

  private static void refuseOnPurpose(Strike strike) {
    strike.refuse(FaultKind.EXPIRED_TOKEN, AmazonRefusals::expired);
    strike.refuse(FaultKind.HTTP_403, () -> AmazonRefusals.denied(""));
    strike.refuse(FaultKind.HTTP_401, () -> AmazonRefusals.of(401, "Unauthorized", "", ""));
    strike.refuse(FaultKind.HTTP_429, AmazonRefusals::quota);
    strike.refuse(
        FaultKind.HTTP_500, () -> AmazonRefusals.of(500, "InternalFailure", "We failed.", ""));
    strike.refuse(
        FaultKind.HTTP_503, () -> AmazonRefusals.of(503, "ServiceUnavailable", "Later.", ""));
  }
}
