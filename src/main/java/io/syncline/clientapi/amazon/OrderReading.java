package io.syncline.clientapi.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.platform.Fetched;
import io.syncline.clientapi.platform.Reading;
import io.syncline.core.error.Postponed;
import io.syncline.core.source.Rate;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourcePath;
import io.syncline.core.source.SourceQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Reads orders with their items (amazon-sp#orders). Threads may share it.
 *
 * <ol>
 *   <li>A page may cost three minutes: its token is kept with all that was asked for, so that a
 *       reading goes on with it after any wait.
 *   <li>The next reading begins at the moment up to which the first answer of this one knew of all
 *       changes, and a little before: it moves when all pages are stored.
 *   <li>A marketplace that was added is read whole first, by itself.
 * </ol>
 */
@Component
final class OrderReading {
  static final String VERSION = "2026-01-01";
  static final SourcePath PATH = SourcePath.of("orders", VERSION, "orders");
  private static final String INCLUDED = "PROCEEDS,FULFILLMENT,PROMOTION,CANCELLATION";
  private static final String TOKEN = "token";

  /** Amazon takes no end that is nearer. */
  private static final Duration SETTLED = Duration.ofMinutes(3);

  private final AmazonApi api;
  private final AmazonSettings settings;
  private final Clock clock;

  OrderReading(AmazonApi api, AmazonSettings settings, Clock clock) {
    this.api = api;
    this.settings = settings;
    this.clock = clock;
  }

  Fetched next(Step step) {
    if (step.reading().purpose() == Reading.Purpose.IDS) {
      // orders are not deleted there, and those of more than two years ago are not shown
      return Fetched.skipped(step.begun(), "Amazon does not say which orders there are");
    }
    ObjectNode walk = step.walk();
    if (walk.isEmpty()) {
      begin(step, walk);
    }
    Instant asked = clock.instant();
    SourceAnswer answer = asked(step, walk);
    if (answer.status() == 403) {
      return step.denied();
    }
    if (answer.status() == 400) {
      step.beginAgain(walk, TOKEN, answer);
      OrdersSeen.forget(walk);
      return step.goesOn(List.of());
    }
    if (!answer.isSuccess() || !answer.body().path("orders").isArray()) {
      throw step.refused(answer);
    }
    if (!walk.has("until")) {
      Instant told =
          Step.moment(answer.body().path("lastUpdatedBefore")).orElse(asked.minus(SETTLED));
      walk.put("until", told.toString());
    }
    OrdersSeen.note(walk, answer.body().path("orders"));
    List<JsonNode> records = new ArrayList<>();
    answer.body().path("orders").forEach(records::add);
    if (step.turns(walk, TOKEN, answer.body().path("pagination"))) {
      return step.goesOn(records);
    }
    return step.read(records, Step.moment(walk.path("until")).orElse(Instant.EPOCH));
  }

  /** Who waits for a page learns how far the reading is. */
  private SourceAnswer asked(Step step, ObjectNode walk) {
    try {
      return api.get(step.credential(), Operation.SEARCH_ORDERS, PATH, query(walk), step.run());
    } catch (Postponed off) {
      Rate rate =
          Optional.ofNullable(settings.rates().get(Operation.SEARCH_ORDERS.word()))
              .orElseThrow(() -> off);
      throw Postponed.until(
          off.until(), off.reason(), OrdersSeen.words(walk, rate, clock.instant()));
    }
  }

  /** All that is asked stays as it is now: Amazon refuses a page of anything else. */
  private void begin(Step step, ObjectNode walk) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Optional<Instant> mark = step.begin(walk);
    Instant since =
        step.reading()
            .from()
            .or(() -> mark.map(it -> it.minus(settings.overlap())))
            .orElseGet(() -> now.minus(settings.firstLoad()));
    walk.put("since", since.toString());
    Instant latest = now.minus(SETTLED);
    step.reading()
        .to()
        .ifPresent(to -> walk.put("before", (to.isBefore(latest) ? to : latest).toString()));
  }

  static SourceQuery query(JsonNode walk) {
    SourceQuery query =
        SourceQuery.none()
            .with("lastUpdatedAfter", walk.path("since").asText())
            .with("marketplaceIds", walk.path("markets").asText())
            .with("includedData", INCLUDED);
    if (walk.has("before")) {
      query = query.with("lastUpdatedBefore", walk.path("before").asText());
    }
    return walk.has(TOKEN) ? query.with("paginationToken", walk.path(TOKEN).asText()) : query;
  }
}
