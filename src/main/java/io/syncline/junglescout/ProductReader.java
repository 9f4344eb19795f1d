package io.syncline.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.ReadFailures;
import io.syncline.core.source.SourceAnswer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Fetches the products of a chunk, page after page. Only an answer that was read to its end says
 * that a product is not there
 * (junglescout#only-an-answer-read-to-its-end-says-that-a-product-is-not-there), and it does
 * whatever else it has: it is a search, which finds products that nobody asked for.
 */
@Component
final class ProductReader {
  private static final Logger LOG = LoggerFactory.getLogger(ProductReader.class);
  private static final int MOST_PAGES = 10;
  private static final JsonNode NOTHING_FOUND =
      JsonNodeFactory.instance.objectNode().set("data", JsonNodeFactory.instance.arrayNode());

  private final JungleScoutClient client;
  private final ReadFailures failures;

  ProductReader(JungleScoutClient client, ReadFailures failures) {
    this.client = client;
    this.failures = failures;
  }

  /** A reading under way. */
  private static final class UnderWay {
    private final ActiveRun run;
    private final Chunk chunk;
    private final List<String> asked;
    private final Map<String, JsonNode> products = new LinkedHashMap<>();
    private final Set<String> cursors = new HashSet<>();
    private int others;
    private boolean sound = true;

    private UnderWay(ActiveRun run, Chunk chunk) {
      this.run = run;
      this.chunk = chunk;
      this.asked = chunk.targets().stream().map(AsinTarget::asin).toList();
    }

    private void fault(String message) {
      sound = false;
      DebugLog.of(run).productsAtFault(message);
      run.trouble(ErrorKind.API, "products", "Product fetch: " + message);
    }

    private void take(JsonNode page) {
      if (!page.path("meta").path("errors").isEmpty()) {
        fault("errors inside a success");
      }
      if (!page.path("data").isArray() || page.has("errors")) {
        fault("an answer without data, or with errors");
      } else {
        run.tally().sourceAnswered();
      }
      page.path("data").forEach(this::takeProduct);
    }

    /** An id without its market is taken for one of the market that was asked. */
    private void takeProduct(JsonNode product) {
      String id = product.path("id").asText().strip();
      int slash = id.indexOf('/');
      String market = slash < 0 ? "" : id.substring(0, slash);
      String asin = id.substring(slash + 1).toUpperCase(Locale.ROOT);
      boolean here = market.isEmpty() || market.equalsIgnoreCase(chunk.marketplace().word());
      if (here && asked.contains(asin)) {
        products.merge(asin, product, ProductMapper::newer);
      } else if (asin.isEmpty()) {
        run.trouble(ErrorKind.PARSE, "products", "a product without an id");
      } else {
        others++;
      }
    }

    /**
     * The cursor of the page after this one; guards against pages that never end
     * (junglescout#pages-follow-a-cursor).
     */
    private Optional<String> after(JsonNode page) {
      String link = page.path("links").path("next").asText("");
      if (link.isEmpty() || link.equals("null") || isDone()) {
        return Optional.empty();
      }
      Optional<String> cursor = cursor(link).filter(cursors::add);
      if (cursor.isEmpty() || cursors.size() >= MOST_PAGES) {
        fault("pages that do not end");
        return Optional.empty();
      }
      return cursor;
    }

    private boolean isDone() {
      return products.size() == asked.size();
    }
  }

  ProductReading fetch(@Body Chunk chunk, @Variable("run") ActiveRun run) {
    UnderWay reading = new UnderWay(run, chunk);
    DebugLog.of(run).askingForProducts(reading.asked.size());
    Optional<String> cursor = Optional.empty();
    do {
      Optional<JsonNode> page = page(reading, cursor);
      page.ifPresent(reading::take);
      cursor = page.flatMap(reading::after);
    } while (cursor.isPresent());
    DebugLog.of(run).productsAnswered(reading.products.size(), reading.asked.size());
    if (reading.others > 0) {
      DebugLog.of(run).othersLeftOut(reading.others);
      LOG.info("products left out that nobody asked for count={}", reading.others);
    }
    LocalDate day = LocalDate.ofInstant(run.startedAt(), ZoneOffset.UTC);
    return new ProductReading(chunk, day, reading.products, reading.sound);
  }

  /** None where there was no answer, or a refusal. */
  private Optional<JsonNode> page(UnderWay reading, Optional<String> cursor) {
    try {
      SourceAnswer answer =
          client.products(reading.run, reading.chunk.marketplace(), reading.asked, cursor);
      DebugLog.of(reading.run).pageAnswered();
      if (Refusals.saysNothingFound(answer.status(), answer.body())) {
        reading.run.tally().sourceAnswered();
        return Optional.of(NOTHING_FOUND);
      }
      if (answer.isSuccess()) {
        return Optional.of(answer.body());
      }
      reading.fault("HTTP " + answer.status() + " " + Refusals.code(answer.body()));
    } catch (TransientFailure e) {
      failures.note("Product fetch", reading.run, e);
      reading.sound = false;
      DebugLog.of(reading.run).productsFailed(e.getMessage());
    }
    return Optional.empty();
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
