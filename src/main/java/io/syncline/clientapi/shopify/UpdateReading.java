package io.syncline.clientapi.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.platform.Fetched;
import io.syncline.clientapi.platform.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Reads what was updated, the oldest first, so that what changes meanwhile comes at the end
 * (shopify#pages-and-cursors). Threads may share it.
 *
 * <ol>
 *   <li>The mark is the newest update that was seen, never the time; it moves when all pages are
 *       stored, and reading begins a little before it.
 *   <li>Shopify pages through no more than 25,000: before that a walk ends and another begins at
 *       the update that was seen last.
 * </ol>
 */
@Component
final class UpdateReading {
  private final ShopifyApi api;
  private final WholeRecords whole;
  private final ShopifySettings settings;

  UpdateReading(ShopifyApi api, WholeRecords whole, ShopifySettings settings) {
    this.api = api;
    this.whole = whole;
    this.settings = settings;
  }

  Fetched next(Step step) {
    Position from = new Position(step.at().deepCopy());
    ObjectNode walk = step.walk().orElseGet(() -> begin(step));
    int first = step.at().path("first").asInt(settings.page());
    int nested = step.at().path("nested").asInt(settings.nested());
    ObjectNode variables = ShopifyApi.variables();
    variables.put("first", first);
    if (!step.type().nested().isEmpty()) {
      variables.put("inner", nested);
    }
    variables.set("after", walk.get("after"));
    variables.put("filter", filter(step, walk));
    Reply reply = api.ask(step.credential(), step.type().since(), variables, step.run());
    if (reply.isTooCostly()) {
      return step.halved(first, step.type().nested().isEmpty() ? 1 : nested);
    }
    JsonNode list = reply.data().path(step.type().word());
    if (!list.path("nodes").isArray()) {
      return step.denied(from, reply.words());
    }
    List<JsonNode> records = new ArrayList<>();
    for (JsonNode node : list.path("nodes")) {
      see(walk, node);
      records.add(whole.of(step, node, nested));
    }
    Optional<String> before = Optional.ofNullable(walk.path("after").textValue());
    Optional<String> cursor = step.cursor(list.path("pageInfo"), before);
    if (cursor.isEmpty()) {
      return ended(step, walk, records).partial(reply.isDenied());
    }
    walk.put("after", cursor.get());
    walk.put("count", walk.path("count").asInt() + records.size());
    if (walk.path("count").asInt() >= settings.mostPaged()) {
      beginAtLastSeen(step, walk);
    }
    return step.goesOn(records).partial(reply.isDenied());
  }

  private ObjectNode begin(Step step) {
    Instant since =
        step.reading()
            .from()
            .or(() -> Step.moment(step.at().path("mark")).map(it -> it.minus(settings.overlap())))
            .orElse(Instant.EPOCH);
    return step.beginWalk().put("since", since.toString());
  }

  /** A moment without quotes would lose its time of day. */
  static String filter(Step step, JsonNode walk) {
    String until = step.reading().to().map(to -> " AND updated_at:<'" + to + "'").orElse("");
    return "updated_at:>='" + walk.path("since").asText() + "'" + until + step.type().filter();
  }

  private static void see(ObjectNode walk, JsonNode record) {
    Optional<Instant> updated = Step.moment(record.path("updatedAt"));
    Optional<Instant> seen = Step.moment(walk.path("seen"));
    if (updated.isPresent() && (seen.isEmpty() || updated.get().isAfter(seen.get()))) {
      walk.put("seen", updated.get().toString());
    }
  }

  private static void beginAtLastSeen(Step step, ObjectNode walk) {
    Optional<Instant> seen = Step.moment(walk.path("seen"));
    Optional<Instant> since = Step.moment(walk.path("since"));
    if (seen.isEmpty() || since.isEmpty() || !seen.get().isAfter(since.get())) {
      throw step.failure("more of %s were updated at one moment than can be paged through");
    }
    step.beginWalk().put("since", seen.get().toString()).put("seen", seen.get().toString());
  }

  /** A window has no mark: what is read again beside the running position moves nothing. */
  private static Fetched ended(Step step, ObjectNode walk, List<JsonNode> records) {
    ObjectNode at = step.at();
    at.remove("walk");
    if (step.reading().from().isEmpty()) {
      Instant mark = Step.moment(at.path("mark")).orElse(Instant.EPOCH);
      Instant seen = Step.moment(walk.path("seen")).orElse(mark);
      at.put("mark", (seen.isAfter(mark) ? seen : mark).toString());
    }
    return step.ends(records);
  }
}
