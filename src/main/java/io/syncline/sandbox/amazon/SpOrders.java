package io.syncline.sandbox.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Records.Entry;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.Strike;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Orders, version 2026-01-01 (amazon-sp#orders). */
final class SpOrders {
  private static final Duration SETTLED = Duration.ofMinutes(2);
  private static final Duration TOKEN_LIFE = Duration.ofHours(24);
  private static final int LARGEST_PAGE = 100;

  /** Comes for the asking only, of an order and of its items. */
  private static final Map<String, String> INCLUDED =
      Map.of("proceeds", "PROCEEDS", "fulfillment", "FULFILLMENT");

  private static final Set<String> KNOWN =
      Set.of(
          "createdAfter",
          "createdBefore",
          "lastUpdatedAfter",
          "lastUpdatedBefore",
          "fulfillmentStatuses",
          "marketplaceIds",
          "fulfilledBy",
          "maxResultsPerPage",
          "paginationToken",
          "includedData");

  private final Clock clock;

  SpOrders(Clock clock) {
    this.clock = clock;
  }

  Fields search(AmazonCall call, SampleSeller seller, Strike strike) {
    call.expect(KNOWN, Set.of());
    boolean byUpdate = !call.parameter("lastUpdatedAfter").isEmpty();
    Refusal.when(
        byUpdate == !call.parameter("createdAfter").isEmpty(),
        () -> AmazonRefusals.input("exactly one of lastUpdatedAfter and createdAfter is required"));
    String fingerprint = call.fingerprint("maxResultsPerPage", "includedData", "paginationToken");
    Optional<PageToken> token =
        PageToken.of(call, "paginationToken", fingerprint, TOKEN_LIFE, clock);
    Instant began = token.map(PageToken::began).orElseGet(clock::instant);
    List<ObjectNode> found = found(call, seller, byUpdate, began.minus(SETTLED));
    int from = token.map(PageToken::from).orElse(0);
    int to =
        Math.min(found.size(), from + call.number("maxResultsPerPage", LARGEST_PAGE, LARGEST_PAGE));
    Fields answer =
        new Fields()
            .with("orders", found.subList(from, to).stream().map(it -> shown(call, it)).toList());
    if (strike.has(FaultKind.LOOPING_CURSOR)) {
      answer.with("pagination", new Fields().with("nextToken", "loop"));
    } else if (to < found.size()) {
      PageToken next = new PageToken(to, fingerprint, clock.instant(), began);
      answer.with("pagination", new Fields().with("nextToken", next.toString()));
    }
    return answer.with(
        byUpdate ? "lastUpdatedBefore" : "createdBefore", began.minus(SETTLED).toString());
  }

  private List<ObjectNode> found(
      AmazonCall call, SampleSeller seller, boolean byUpdate, Instant settled) {
    String moment = byUpdate ? "lastUpdated" : "created";
    Instant after = call.moment(moment + "After").orElseThrow();
    Instant before = call.moment(moment + "Before").orElse(settled);
    Refusal.when(
        before.isAfter(settled),
        () -> AmazonRefusals.input(moment + "Before must be two minutes ago"));
    List<String> markets = call.list("marketplaceIds");
    List<String> statuses = call.list("fulfillmentStatuses");
    return seller.orders.byUpdate().stream()
        .map(Entry::number)
        .filter(it -> markets.isEmpty() || markets.contains(seller.market(it).name()))
        .map(seller.orders::get)
        .filter(it -> isWithin(Instant.parse(it.path(moment + "Time").asText()), after, before))
        .filter(it -> statuses.isEmpty() || statuses.contains(status(it)))
        .toList();
  }

  private static boolean isWithin(Instant moment, Instant after, Instant before) {
    return !moment.isBefore(after) && !moment.isAfter(before);
  }

  private static String status(JsonNode order) {
    return order.at("/fulfillment/fulfillmentStatus").asText().toUpperCase(Locale.ROOT);
  }

  Fields one(AmazonCall call, SampleSeller seller) {
    call.expect(Set.of("includedData"), Set.of());
    return seller.orders.byUpdate().stream()
        .map(entry -> seller.orders.get(entry.number()))
        .filter(order -> order.path("orderId").asText().equals(call.id()))
        .findFirst()
        .map(order -> new Fields().with("order", shown(call, order)))
        .orElseThrow(AmazonRefusals::missing);
  }

  private static ObjectNode shown(AmazonCall call, ObjectNode order) {
    ObjectNode shown = order.deepCopy();
    INCLUDED.forEach(
        (member, data) -> {
          if (!call.includes(data)) {
            shown.remove(member);
            shown.path("orderItems").forEach(item -> ((ObjectNode) item).remove(member));
          }
        });
    return shown;
  }
}
