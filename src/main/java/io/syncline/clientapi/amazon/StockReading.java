package io.syncline.clientapi.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.amazon.ListingPages.Listings;
import io.syncline.clientapi.platform.Fetched;
import io.syncline.clientapi.platform.Reading;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourcePath;
import io.syncline.core.source.SourceQuery;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Reads what lies in Amazon's warehouses (amazon-sp#fba-inventory) and then what the seller stores
 * itself, marketplace by marketplace. All is read each time: neither tells reliably what changed.
 * Threads may share it.
 */
@Component
final class StockReading {
  private static final String VERSION = "v1";
  static final SourcePath PATH = SourcePath.of("fba", "inventory", VERSION, "summaries");
  private static final String OWN = "DEFAULT";
  private static final String TOKEN = "stored";

  /** Records that are held before they are written. */
  private static final int MOST = 1_000;

  private final AmazonApi api;
  private final ListingPages pages;
  private final ReportReading reports;

  StockReading(AmazonApi api, ListingPages pages, ReportReading reports) {
    this.api = api;
    this.pages = pages;
    this.reports = reports;
  }

  Fetched next(Step step) {
    ObjectNode walk = step.walk();
    String all = String.join(",", step.seller().marketplaces());
    if (!walk.path("of").asText("").equals(all)) {
      walk.removeAll().put("of", all); // what is under way may be of another marketplace
    }
    String market = step.seller().marketplaces().get(walk.path("market").asInt());
    if (!walk.has("own")) {
      return stored(step, walk, market).by(VERSION);
    }
    return walk.path("reported").asBoolean()
        ? byReport(step, walk, market).by(ReportReading.VERSION)
        : own(step, walk, market).by(ListingPages.VERSION);
  }

  /** The pages of a marketplace with few pauses, as their tokens end within seconds. */
  private Fetched stored(Step step, ObjectNode walk, String market) {
    List<JsonNode> records = new ArrayList<>();
    String token = walk.path(TOKEN).asText("");
    do {
      SourceAnswer answer =
          api.get(step.credential(), Operation.INVENTORY, PATH, query(market, token), step.run());
      if (answer.status() == 403) {
        return step.denied();
      }
      if (answer.status() == 400 && token.isEmpty()) { // a seller without FBA
        if (step.reading().purpose() == Reading.Purpose.IDS) {
          return step.unlisted(
              "Amazon shows no FBA stock (HTTP 400), so nobody knows what is gone");
        }
        break;
      }
      if (answer.status() == 400) {
        walk.remove(TOKEN);
        step.beginAgain(walk, answer);
        return step.goesOn(List.of());
      }
      if (!answer.isSuccess() || !answer.body().has("payload")) {
        throw step.refused(answer);
      }
      for (JsonNode summary : answer.body().at("/payload/inventorySummaries")) {
        records.add(((ObjectNode) summary.deepCopy()).put("marketplaceId", market));
      }
      String next = answer.body().at("/pagination/nextToken").asText("");
      if (!next.isEmpty() && next.equals(token)) {
        throw step.failure("the pages of %s do not go on: the same token again");
      }
      token = next;
    } while (!token.isEmpty() && records.size() < MOST);
    if (token.isEmpty()) {
      walk.remove(List.of(TOKEN, "again"));
      walk.put("own", true);
    } else {
      walk.put(TOKEN, token);
    }
    return step.goesOn(records);
  }

  static SourceQuery query(String market, String token) {
    SourceQuery query =
        SourceQuery.none()
            .with("granularityType", "Marketplace")
            .with("granularityId", market)
            .with("marketplaceIds", market)
            .with("details", "true");
    return token.isEmpty() ? query : query.with("nextToken", token);
  }

  private Fetched own(Step step, ObjectNode walk, String market) {
    walk.put("markets", market).put("included", "fulfillmentAvailability");
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
        walk.put("reported", true);
        return step.goesOn(List.of());
      }
      default -> page.items().forEach(item -> addOwn(item, market, records));
    }
    return page.outcome() == ListingPages.Outcome.MORE
        ? step.goesOn(records)
        : nextMarket(step, walk, records);
  }

  private static void addOwn(JsonNode item, String market, List<JsonNode> records) {
    ObjectNode record = item.deepCopy();
    ArrayNode own = record.putArray("fulfillmentAvailability");
    for (JsonNode channel : item.path("fulfillmentAvailability")) {
      if (channel.path("fulfillmentChannelCode").asText("").equals(OWN)) {
        own.add(channel);
      }
    }
    if (!own.isEmpty()) {
      records.add(record.put("marketplaceId", market));
    }
  }

  private Fetched byReport(Step step, ObjectNode walk, String market) {
    ReportReading.Rows rows = reports.next(step, walk, market);
    List<JsonNode> records = new ArrayList<>();
    for (ObjectNode row : rows.records()) {
      boolean isOwn = row.at("/report/fulfillment-channel").asText("").equals(OWN);
      if (isOwn || !row.has("sku")) {
        records.add(row.put("quantity", row.at("/report/quantity").asText("")));
      }
    }
    return switch (rows.outcome()) {
      case DENIED -> step.denied();
      case MORE -> step.goesOn(records);
      case LAST -> nextMarket(step, walk, records);
    };
  }

  private static Fetched nextMarket(Step step, ObjectNode walk, List<JsonNode> records) {
    int next = walk.path("market").asInt() + 1;
    String all = walk.path("of").asText();
    walk.removeAll().put("of", all).put("market", next);
    return next < step.seller().marketplaces().size() ? step.goesOn(records) : step.ends(records);
  }
}
