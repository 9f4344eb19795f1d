package io.syncline.clientapi.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.platform.Fetched;
import io.syncline.clientapi.platform.Position;
import io.syncline.clientapi.platform.Reading;
import io.syncline.core.error.Postponed;
import io.syncline.core.error.StopReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads all there is by a bulk operation (shopify#bulk-operations). Threads may share it.
 *
 * <ol>
 *   <li>The operation's id is stored before it is asked for again: whoever goes on begins no second
 *       one. One that was begun and not noted is found by its query.
 *   <li>While Shopify is at work the run is put off, longer the longer that lasts.
 *   <li>Only an operation that was completed, with all its lines, moves the mark: to when it began.
 *       After two that were not it goes on page by page.
 * </ol>
 */
@Component
final class BulkReading {
  private static final Logger LOG = LoggerFactory.getLogger(BulkReading.class);
  private static final Duration FIRST_POLL = Duration.ofSeconds(2);
  private static final Duration UNTIL_ANOTHER_ENDS = Duration.ofMinutes(1);
  private static final int MOST_TRIES = 2;
  private static final Set<String> TO_COME = Set.of("CREATED", "RUNNING");
  private static final Set<String> AT_WORK = Set.of("CREATED", "RUNNING", "CANCELING");
  private static final Set<String> BUSY = Set.of("OPERATION_IN_PROGRESS", "LIMIT_REACHED");

  private final ShopifyApi api;
  private final ShopifyConnection connection;
  private final BulkPages pages;
  private final ShopifySettings settings;
  private final Clock clock;

  BulkReading(
      ShopifyApi api,
      ShopifyConnection connection,
      BulkPages pages,
      ShopifySettings settings,
      Clock clock) {
    this.api = api;
    this.connection = connection;
    this.pages = pages;
    this.settings = settings;
    this.clock = clock;
  }

  Fetched next(Step step) {
    if (!(step.at().get("bulk") instanceof ObjectNode bulk)) {
      return begin(step);
    }
    return BulkPages.areOf(bulk) ? pages.next(step, bulk) : poll(step, bulk);
  }

  private Fetched begin(Step step) {
    boolean isOfIds = step.reading().purpose() == Reading.Purpose.IDS;
    if (isOfIds
        && step.type() == ShopifyType.ORDERS
        && !connection.showsAllOrders(step.credential(), step.run())) {
      return Fetched.skipped(
          new Position(step.at()),
          "without the scope read_all_orders nobody can tell which orders are gone");
    }
    String query = (isOfIds ? step.type().ids() : step.type().bulk()).text();
    long total = total(step, isOfIds);
    JsonNode operation = running(step, query).orElseGet(() -> begun(step, query));
    if (operation.isNull()) {
      return instead(step);
    }
    ObjectNode bulk = step.at().putObject("bulk");
    bulk.put("id", operation.path("id").asText());
    bulk.put("since", operation.path("createdAt").asText());
    bulk.put("total", total);
    LOG.info(
        "all is read by a bulk operation credential={} type={} records={}",
        step.credential(),
        step.type().word(),
        total);
    return step.goesOn(List.of());
  }

  /** How many there are, for people who wait for it; 0 where nobody can tell. */
  private long total(Step step, boolean isOfIds) {
    if (isOfIds || step.type().count().isEmpty()) {
      return 0;
    }
    ShopifyQuery query = step.type().count().get();
    Reply reply = api.ask(step.credential(), query, ShopifyApi.variables(), step.run());
    return reply.data().path(step.type().word() + "Count").path("count").asLong();
  }

  /**
   * One of ours that was begun and not noted: a second one would do the same again. One that is
   * completed may have been made when less could be read. One of ids that an earlier run began does
   * not know what was stored since then, which would be taken for gone.
   */
  private Optional<JsonNode> running(Step step, String query) {
    Reply reply =
        api.ask(step.credential(), ShopifyQuery.BULK_RUNNING, ShopifyApi.variables(), step.run());
    for (JsonNode operation : reply.data().at("/bulkOperations/nodes")) {
      if (TO_COME.contains(operation.path("status").asText(""))
          && isOfThisRun(step, operation)
          && oneLine(operation.path("query").asText("")).equals(oneLine(query))) {
        return Optional.of(operation);
      }
    }
    return Optional.empty();
  }

  private static boolean isOfThisRun(Step step, JsonNode operation) {
    return step.reading().purpose() != Reading.Purpose.IDS
        || Step.moment(operation.path("createdAt"))
            .filter(at -> !at.isBefore(step.run().startedAt().truncatedTo(ChronoUnit.SECONDS)))
            .isPresent();
  }

  private static String oneLine(String query) {
    return query.strip().replaceAll("\\s+", " ");
  }

  /** The new one; null where this cannot be read so. */
  private JsonNode begun(Step step, String query) {
    ObjectNode variables = ShopifyApi.variables().put("query", query);
    Reply reply = api.ask(step.credential(), ShopifyQuery.BULK_RUN, variables, step.run());
    JsonNode answer = reply.data().path("bulkOperationRunQuery");
    JsonNode error = answer.path("userErrors").path(0);
    if (BUSY.contains(error.path("code").asText(""))) {
      throw Postponed.until(
          clock.instant().plus(UNTIL_ANOTHER_ENDS),
          StopReason.SOURCE_THROTTLED,
          "other bulk operations of the shop have to end before one of ours can begin");
    }
    JsonNode operation = answer.path("bulkOperation");
    if (operation.path("id").asText("").isEmpty()) {
      LOG.warn(
          "no bulk operation credential={} type={} code={}",
          step.credential(),
          step.type().word(),
          error.path("code").asText("none"));
      return ShopifyApi.variables().nullNode();
    }
    return operation;
  }

  private Fetched poll(Step step, ObjectNode bulk) {
    ObjectNode variables = ShopifyApi.variables().put("id", bulk.path("id").asText());
    Reply reply = api.ask(step.credential(), ShopifyQuery.BULK_POLL, variables, step.run());
    JsonNode operation = reply.data().path("bulkOperation");
    String status = operation.path("status").asText("");
    if (AT_WORK.contains(status)) {
      throw putOff(step, bulk, operation);
    }
    if (operation.path("errorCode").asText("").equals("ACCESS_DENIED")) {
      step.at().remove("bulk"); // once it may be read, that takes another one
      return step.denied(new Position(step.at()), "its bulk operation ended by ACCESS_DENIED");
    }
    if (status.equals("COMPLETED") && pages.hasAll(step, bulk, operation)) {
      return step.goesOn(List.of());
    }
    LOG.warn(
        "bulk operation came to nothing credential={} type={} status={} code={}",
        step.credential(),
        step.type().word(),
        status,
        operation.path("errorCode").asText("none"));
    return instead(step);
  }

  /** A tenth of the time that it has taken: who waits for hours need not ask each second. */
  private Postponed putOff(Step step, ObjectNode bulk, JsonNode operation) {
    Duration taken = Duration.between(since(bulk), clock.instant());
    Duration wait = taken.dividedBy(10);
    wait = wait.compareTo(FIRST_POLL) < 0 ? FIRST_POLL : wait;
    wait = wait.compareTo(settings.longestPoll()) > 0 ? settings.longestPoll() : wait;
    return Postponed.until(
        clock.instant().plus(wait),
        StopReason.SOURCE_THROTTLED,
        "Shopify collects " + step.type().word() + ": " + words(bulk, taken, operation));
  }

  /** How far it is, and by its own rate when it will be done. */
  private String words(ObjectNode bulk, Duration taken, JsonNode operation) {
    long there = operation.path("rootObjectCount").asLong();
    long total = bulk.path("total").asLong();
    if (total == 0) {
      return there + " so far";
    }
    if (there == 0) {
      return "none of " + total + " yet";
    }
    Instant done = since(bulk).plus(taken.multipliedBy(Math.max(total, there)).dividedBy(there));
    return "%s of %s, done at about %s"
        .formatted(there, total, done.truncatedTo(ChronoUnit.SECONDS));
  }

  private Instant since(ObjectNode bulk) {
    return Step.moment(bulk.path("since")).orElseGet(clock::instant);
  }

  /** Another one, then page by page; ids are only to be had so. */
  private Fetched instead(Step step) {
    int tries = step.at().path("tries").asInt() + 1;
    step.at().remove("bulk");
    pages.forget(step);
    step.at().put("tries", tries);
    if (tries >= MOST_TRIES) {
      if (step.reading().purpose() == Reading.Purpose.IDS) {
        throw step.failure("no bulk operation for the ids of %s is completed");
      }
      step.at().remove("tries");
      step.at().put("paged", true);
    }
    return step.goesOn(List.of());
  }
}
