package io.syncline.clientapi.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourcePath;
import io.syncline.core.source.SourceQuery;
import org.springframework.stereotype.Component;

/**
 * Pages of a seller's listings (amazon-sp#listings), with everything that was asked unchanged from
 * page to page. Threads may share it.
 */
@Component
final class ListingPages {
  static final String VERSION = "2021-08-01";
  private static final String TOKEN = "token";
  private static final String PAGE = "20";

  private final AmazonApi api;
  private final AmazonSettings settings;

  ListingPages(AmazonApi api, AmazonSettings settings) {
    this.api = api;
    this.settings = settings;
  }

  /** What a page came to. */
  enum Outcome {
    MORE,
    LAST,
    /** The token had ended; the listings are read again. */
    AGAIN,
    /** A search does not show them all. */
    TOO_MANY,
    DENIED
  }

  record Listings(Outcome outcome, JsonNode items) {}

  /**
   * The next page.
   *
   * @param walk what is asked for: {@code markets}, {@code included}, maybe {@code since}
   */
  Listings next(Step step, ObjectNode walk) {
    SourcePath path = SourcePath.of("listings", VERSION, "items", step.seller().id());
    SourceAnswer answer =
        api.get(step.credential(), Operation.LISTINGS, path, query(walk), step.run());
    JsonNode body = answer.body();
    if (answer.status() == 403) {
      return new Listings(Outcome.DENIED, body);
    }
    if (answer.status() == 400) {
      step.beginAgain(walk, TOKEN, answer);
      return new Listings(Outcome.AGAIN, body.path("items"));
    }
    if (!answer.isSuccess() || !body.path("items").isArray()) {
      throw step.refused(answer);
    }
    if (body.path("numberOfResults").asInt() > settings.mostSearched()) {
      walk.remove(TOKEN);
      return new Listings(Outcome.TOO_MANY, body.path("items"));
    }
    boolean hasMore = step.turns(walk, TOKEN, body.path("pagination"));
    return new Listings(hasMore ? Outcome.MORE : Outcome.LAST, body.path("items"));
  }

  static SourceQuery query(JsonNode walk) {
    SourceQuery query =
        SourceQuery.none()
            .with("marketplaceIds", walk.path("markets").asText())
            .with("includedData", walk.path("included").asText());
    for (String bound : new String[] {"lastUpdatedAfter", "lastUpdatedBefore"}) {
      if (walk.has(bound)) {
        query = query.with(bound, walk.path(bound).asText());
      }
    }
    query = query.with("sortBy", "lastUpdatedDate").with("sortOrder", "ASC").with("pageSize", PAGE);
    return walk.has(TOKEN) ? query.with("pageToken", walk.path(TOKEN).asText()) : query;
  }
}
