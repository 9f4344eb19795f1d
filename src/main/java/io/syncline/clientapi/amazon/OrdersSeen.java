package io.syncline.clientapi.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.source.Rate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What a walk has seen of its orders, for people who wait for it. Amazon says neither how many
 * there are nor in which order they come: as long as their moments go one way, the last one tells
 * how much of the time is read, and the rate of calls how long the rest takes.
 */
final class OrdersSeen {
  private static final String SEEN = "seen";
  private static final String WAY = "way";
  private static final String PAGES = "pages";
  private static final String ORDERS = "orders";
  private static final String LAST = "last";
  private static final int ON_A_PAGE = 100;

  private OrdersSeen() {}

  /** Notes a page. */
  static void note(ObjectNode walk, JsonNode orders) {
    ObjectNode seen = walk.withObject(SEEN);
    seen.put(PAGES, seen.path(PAGES).asInt() + 1);
    seen.put(ORDERS, seen.path(ORDERS).asLong() + orders.size());
    for (JsonNode order : orders) {
      Step.moment(order.path("lastUpdatedTime")).ifPresent(at -> passed(seen, at));
    }
  }

  private static void passed(ObjectNode seen, Instant at) {
    int way = at.compareTo(Step.moment(seen.path(LAST)).orElse(at));
    int before = seen.path(WAY).asInt();
    if (way * before < 0) {
      seen.put("isMixed", true);
    } else if (way != 0) {
      seen.put(WAY, way > 0 ? 1 : -1);
    }
    seen.put(LAST, at.toString());
  }

  /** It is read again from its beginning. */
  static void forget(ObjectNode walk) {
    walk.remove(SEEN);
  }

  /** How far the walk is, and when it will be done. */
  static String words(ObjectNode walk, Rate rate, Instant now) {
    JsonNode seen = walk.path(SEEN);
    String words =
        "Amazon shows %s orders in %s s: %s so far"
            .formatted(ON_A_PAGE, Math.round(1 / rate.perSecond()), seen.path(ORDERS).asLong());
    return left(walk, seen)
        .map(pages -> now.plus(Duration.ofMillis(Math.round(1_000 * pages / rate.perSecond()))))
        .map(end -> words + ", done at about " + end.truncatedTo(ChronoUnit.SECONDS))
        .orElse(words);
  }

  /** The pages to come; empty where the moments do not tell. */
  private static Optional<Double> left(ObjectNode walk, JsonNode seen) {
    Optional<Instant> since = Step.moment(walk.path("since"));
    Optional<Instant> until = Step.moment(walk.path("until"));
    Optional<Instant> last = Step.moment(seen.path(LAST));
    if (since.isEmpty() || until.isEmpty() || last.isEmpty() || seen.has("isMixed")) {
      return Optional.empty();
    }
    long passed =
        switch (seen.path(WAY).asInt()) {
          case 1 -> since.get().until(last.get(), ChronoUnit.SECONDS);
          case -1 -> last.get().until(until.get(), ChronoUnit.SECONDS);
          default -> 0;
        };
    long all = since.get().until(until.get(), ChronoUnit.SECONDS);
    return passed > 0 && passed <= all
        ? Optional.of(seen.path(PAGES).asInt() * (double) (all - passed) / passed)
        : Optional.empty();
  }
}
