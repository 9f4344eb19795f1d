package io.syncline.clientapi.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.amazon.ListingPages.Listings;
import io.syncline.clientapi.platform.Fetched;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Reads a seller's listings as products, one for each marketplace: what changed by a search, all of
 * them by reports where a search does not show them all. Threads may share it.
 */
@Component
final class ListingReading {
  private static final String INCLUDED = "summaries,offers,fulfillmentAvailability";

  private final ListingPages pages;
  private final ReportReading reports;
  private final AmazonSettings settings;
  private final Clock clock;

  ListingReading(ListingPages pages, ReportReading reports, AmazonSettings settings, Clock clock) {
    this.pages = pages;
    this.reports = reports;
    this.settings = settings;
    this.clock = clock;
  }

  Fetched next(Step step) {
    ObjectNode walk = step.walk();
    if (walk.isEmpty()) {
      begin(step, walk);
    }
    return walk.has("market")
        ? byReport(step, walk).by(ReportReading.VERSION)
        : bySearch(step, walk).by(ListingPages.VERSION);
  }

  private void begin(Step step, ObjectNode walk) {
    walk.put("begun", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    walk.put("included", INCLUDED);
    step.begin(walk)
        .map(mark -> mark.minus(settings.overlap()))
        .ifPresent(since -> walk.put("lastUpdatedAfter", since.toString()));
    step.reading().from().ifPresent(from -> walk.put("lastUpdatedAfter", from.toString()));
    step.reading().to().ifPresent(to -> walk.put("lastUpdatedBefore", to.toString()));
  }

  private Fetched bySearch(Step step, ObjectNode walk) {
    Listings page = pages.next(step, walk);
    List<JsonNode> records = new ArrayList<>();
    switch (page.outcome()) {
      case DENIED -> {
        return step.denied();
      }
      case AGAIN -> {
        return step.goesOn(List.of());
      }
      case TOO_MANY -> {
        walk.put("market", 0);
        return step.goesOn(List.of());
      }
      default -> page.items().forEach(item -> split(item, records));
    }
    return page.outcome() == ListingPages.Outcome.MORE
        ? step.goesOn(records)
        : ended(step, records);
  }

  private Fetched byReport(Step step, ObjectNode walk) {
    int index = walk.path("market").asInt();
    List<String> markets = Step.markets(walk);
    ReportReading.Rows rows = reports.next(step, walk, markets.get(index));
    List<JsonNode> records = new ArrayList<>(rows.records());
    switch (rows.outcome()) {
      case DENIED -> {
        return step.denied();
      }
      case MORE -> {
        return step.goesOn(records);
      }
      default -> walk.put("market", index + 1);
    }
    return index + 1 < markets.size() ? step.goesOn(records) : ended(step, records);
  }

  /** What changes while it is read comes with the next reading, as it begins where this one did. */
  private static Fetched ended(Step step, List<JsonNode> records) {
    return step.read(records, Step.moment(step.walk().path("begun")).orElse(Instant.EPOCH));
  }

  /** A listing has a summary for each marketplace, and offers; a record is of one marketplace. */
  static void split(JsonNode item, List<JsonNode> records) {
    if (item.path("summaries").isEmpty()) {
      records.add(item); // nobody knows of which: it is kept as it came
    }
    for (JsonNode summary : item.path("summaries")) {
      String market = summary.path("marketplaceId").asText("");
      ObjectNode record = item.deepCopy();
      record.set("summaries", JsonNodeFactory.instance.arrayNode().add(summary));
      ArrayNode offers = JsonNodeFactory.instance.arrayNode();
      for (JsonNode offer : item.path("offers")) {
        if (offer.path("marketplaceId").asText("").equals(market)) {
          offers.add(offer);
        }
      }
      record.set("offers", offers);
      records.add(record);
    }
  }
}
