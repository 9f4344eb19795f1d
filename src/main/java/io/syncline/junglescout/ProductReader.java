package io.syncline.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RecordError;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.SourceAnswer;
import io.syncline.junglescout.SyncPlan.Chunk;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Reads the products of a chunk, page after page. Only an answer that was read to its end says that
 * a product is not there (junglescout.md section 8, 3); what a page says beside the point is an
 * error of the run and costs no product that was asked for.
 */
@Component
final class ProductReader {
  private static final int MOST_PAGES = 10;
  private static final JsonNode NOTHING_FOUND =
      JsonNodeFactory.instance.objectNode().set("data", JsonNodeFactory.instance.arrayNode());

  private final JungleScoutClient client;
  private final DebugLines debug;

  ProductReader(JungleScoutClient client, DebugLines debug) {
    this.client = client;
    this.debug = debug;
  }

  /** The products found by ASIN, and whether the answer was read to its end. */
  record Found(Chunk chunk, Map<String, JsonNode> products, boolean complete) {}

  /** A reading under way. */
  private static final class Reading {
    private final ActiveRun run;
    private final Chunk chunk;
    private final List<String> asked;
    private final Map<String, JsonNode> products = new LinkedHashMap<>();
    private final Set<String> cursors = new HashSet<>();
    private boolean sound = true;

    private Reading(ActiveRun run, Chunk chunk) {
      this.run = run;
      this.chunk = chunk;
      this.asked = chunk.targets().stream().map(AsinTarget::asin).toList();
    }

    private void fault(DebugLines debug, String message) {
      sound = false;
      run.incomplete();
      debug.error(run, "Product fetch: %s", message);
      run.errors().add(new RecordError(ErrorKind.API, "products", "Product fetch: " + message));
    }
  }

  Found read(@Body Chunk chunk, @Variable("run") ActiveRun run) {
    Reading reading = new Reading(run, chunk);
    int asked = reading.asked.size();
    debug.line(run, "SyncASINs", "===== STEP 4: PRODUCT DATA FETCH =====");
    debug.line(run, "SyncASINs", "Calling JungleScout Product API for %d ASINs...", asked);
    Optional<String> cursor = Optional.empty();
    int pages = 0;
    boolean more = true;
    while (more) {
      JsonNode page = page(reading, cursor);
      take(reading, page);
      cursor = page == null ? Optional.empty() : next(reading, page, ++pages);
      more = cursor.isPresent() && reading.products.size() < reading.asked.size();
    }
    debug.line(
        run,
        "SyncASINs",
        "Product API returned %d products (requested %d)",
        reading.products.size(),
        asked);
    return new Found(chunk, reading.products, reading.sound);
  }

  private JsonNode page(Reading reading, Optional<String> cursor) {
    try {
      SourceAnswer answer =
          client.products(reading.run, reading.chunk.marketplace(), reading.asked, cursor);
      debug.line(reading.run, "SyncASINs", "API call #%d completed", reading.run.apiCalls());
      if (Refusals.saysNothingFound(answer.status(), answer.body())) {
        return NOTHING_FOUND;
      }
      if (answer.isSuccess()) {
        return answer.body();
      }
      reading.fault(debug, "HTTP " + answer.status() + " " + Refusals.code(answer.body()));
    } catch (TransientFailure e) {
      if (e.kind() == ErrorKind.DB) {
        throw e; // staging, which counts the calls, is away: that is not the source's fault
      }
      reading.fault(debug, e.getMessage());
    }
    return null;
  }

  private void take(Reading reading, JsonNode page) {
    if (page == null) {
      return;
    }
    if (!page.path("meta").path("errors").isEmpty()) {
      reading.fault(debug, "errors inside a success");
    }
    if (!page.path("data").isArray() || page.has("errors")) {
      reading.fault(debug, "an answer without data, or with errors");
    }
    for (JsonNode product : page.path("data")) {
      String[] id = product.path("id").asText().split("/", 2);
      String asin = id.length == 2 ? id[1].toUpperCase(java.util.Locale.ROOT) : "";
      boolean asked =
          reading.asked.contains(asin) && id[0].equals(reading.chunk.marketplace().word());
      if (asked) {
        reading.products.put(asin, product);
      } else {
        reading.fault(debug, "a product that was not asked for");
      }
    }
  }

  /**
   * The cursor of the next page; guards against pages that never end (junglescout.md section 4).
   */
  private Optional<String> next(Reading reading, JsonNode page, int pages) {
    String link = page.path("links").path("next").asText("");
    if (link.isEmpty() || link.equals("null")) {
      return Optional.empty();
    }
    Optional<String> cursor = cursor(link);
    if (cursor.isEmpty() || !reading.cursors.add(cursor.get()) || pages >= MOST_PAGES) {
      if (reading.products.size() < reading.asked.size()) {
        reading.fault(debug, "pages that do not end");
      }
      return Optional.empty();
    }
    return cursor;
  }

  private static Optional<String> cursor(String link) {
    int query = link.indexOf('?');
    String[] parameters = query < 0 ? new String[0] : link.substring(query + 1).split("&");
    for (String parameter : parameters) {
      String decoded = decode(parameter);
      if (decoded.startsWith("page[cursor]=")) {
        return Optional.of(decoded.substring("page[cursor]=".length()))
            .filter(cursor -> cursor.matches("[A-Za-z0-9._~=+/:-]{1,512}"));
      }
    }
    return Optional.empty();
  }

  private static String decode(String parameter) {
    try {
      return URLDecoder.decode(parameter, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
