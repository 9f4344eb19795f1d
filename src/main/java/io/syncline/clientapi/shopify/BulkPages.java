package io.syncline.clientapi.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.platform.Fetched;
import io.syncline.clientapi.platform.Reading;
import io.syncline.clientapi.shopify.BulkLines.Line;
import io.syncline.clientapi.shopify.BulkLines.Owner;
import io.syncline.clientapi.shopify.BulkLines.Stored;
import io.syncline.core.record.StoredJson;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes pages of a bulk operation's result. Threads may share it.
 *
 * <ol>
 *   <li>A position is a line of the file, which stays the same file: whoever goes on where the
 *       lines are gone fetches them again.
 *   <li>Lines are kept by the fence of the run that fetched them: one that fetches late, after it
 *       has lost its account to another, touches none that the other reads.
 *   <li>A line whose parent is missing comes at the end, as it is: it is no record, and is kept as
 *       such.
 * </ol>
 */
@Component
final class BulkPages {
  private static final Logger LOG = LoggerFactory.getLogger(BulkPages.class);
  private static final String PARENT = "__parentId";

  /** What positions of earlier versions have, which numbered rows in another way. */
  private static final List<String> EARLIER = List.of("lines", "line", "rows");

  private final ShopifyApi api;
  private final BulkLines lines;
  private final ShopifySettings settings;

  BulkPages(ShopifyApi api, BulkLines lines, ShopifySettings settings) {
    this.api = api;
    this.lines = lines;
    this.settings = settings;
  }

  /** Fetches the result of a completed operation; says whether all of it is there now. */
  boolean hasAll(Step step, ObjectNode bulk, JsonNode operation) {
    Optional<String> link = Optional.ofNullable(operation.path("url").textValue());
    long counted = operation.path("objectCount").asLong();
    boolean joins =
        !step.type().nested().isEmpty() && step.reading().purpose() != Reading.Purpose.IDS;
    Stored stored =
        link.isEmpty()
            ? new Stored(0, 0, 0)
            : api.read(
                    step.credential(),
                    link.get(),
                    step.run(),
                    in -> lines.store(mine(step), in, joins))
                .orElse(new Stored(-1, 0, 0));
    if (stored.lines() < 0 || stored.lines() < counted) {
      LOG.warn(
          "the result of a bulk operation is not whole credential={} type={} lines={} counted={}",
          step.credential(),
          step.type().word(),
          stored.lines(),
          counted);
      return false;
    }
    if (EARLIER.stream().anyMatch(bulk::has)) {
      bulk.remove(EARLIER);
      bulk.remove("orphans");
    }
    bulk.put("stored", stored.rows()).put("apart", stored.apart());
    bulk.put("fence", step.run().fence());
    return true;
  }

  /** Whether its result was stored, with such numbers as this version has. */
  static boolean areOf(ObjectNode bulk) {
    return bulk.has("stored");
  }

  Fetched next(Step step, ObjectNode bulk) {
    Owner owner = owner(step, bulk.path("fence").asLong());
    long after = bulk.path("row").asLong();
    boolean isOfOrphans = bulk.path("orphans").asBoolean();
    List<Line> page =
        isOfOrphans
            ? lines.orphans(owner, after, settings.bulkPage())
            : step.type().isChild()
                ? lines.children(owner, after, settings.bulkPage())
                : lines.parents(owner, after, settings.bulkPage());
    List<JsonNode> records =
        isOfOrphans ? made(page, row -> StoredJson.read(row.data())) : records(step, owner, page);
    if (!lines.areThere(owner, bulk.path("stored").asLong())) {
      bulk.remove("stored"); // a crash of the server took them, maybe between two reads
      return step.goesOn(List.of());
    }
    if (!page.isEmpty()) {
      bulk.put("row", page.get(page.size() - 1).number());
      return step.goesOn(records).followed();
    }
    if (!isOfOrphans && !step.type().nested().isEmpty() && bulk.path("apart").asLong() > 0) {
      bulk.put("orphans", true).remove("row");
      return step.goesOn(List.of());
    }
    return ended(step, bulk);
  }

  /** Nobody reads on in what was fetched until now. */
  void forget(Step step) {
    lines.delete(mine(step));
  }

  /** What changed since the operation began is read page by page, in the same run. */
  private Fetched ended(Step step, ObjectNode bulk) {
    forget(step);
    step.at().removeAll();
    if (step.reading().purpose() == Reading.Purpose.IDS) {
      return step.ends(List.of());
    }
    step.at().set("mark", bulk.get("since"));
    return step.goesOn(List.of());
  }

  private List<JsonNode> records(Step step, Owner owner, List<Line> page) {
    String nested = step.type().nested();
    boolean isOfIds = step.reading().purpose() == Reading.Purpose.IDS;
    if (nested.isEmpty() || isOfIds || page.isEmpty()) {
      return made(page, row -> values(row).get(0));
    }
    Map<String, List<Line>> together = new HashMap<>();
    Stream.concat(page.stream(), lines.beside(owner, page).stream())
        .filter(row -> record(row) != null)
        .forEach(row -> together.computeIfAbsent(record(row), id -> new ArrayList<>()).add(row));
    return made(page, row -> whole(row, nested, together.getOrDefault(row.id(), List.of(row))));
  }

  private static @Nullable String record(Line row) {
    return row.parent() == null ? row.id() : row.parent();
  }

  /** The tree of a record takes ten times its text: there is one for each thread at a time. */
  private static List<JsonNode> made(List<Line> of, Function<Line, JsonNode> by) {
    return new AbstractList<>() {
      @Override
      public JsonNode get(int index) {
        return by.apply(of.get(index));
      }

      @Override
      public int size() {
        return of.size();
      }
    };
  }

  /** The record of a row with what belongs to it, in whichever of these rows it stands. */
  private static JsonNode whole(Line row, String nested, List<Line> together) {
    JsonNode record = NullNode.getInstance();
    List<JsonNode> nodes = new ArrayList<>();
    for (Line one : together) {
      List<JsonNode> values = values(one);
      record = one == row ? values.get(0) : record;
      nodes.addAll(one.parent() == null ? values.subList(1, values.size()) : values);
    }
    return record instanceof ObjectNode object ? WholeRecords.with(object, nested, nodes) : record;
  }

  /** Without what ties a line to another, which is not the record's. */
  private static List<JsonNode> values(Line row) {
    List<JsonNode> values = StoredJson.values(row.data());
    values.stream()
        .filter(ObjectNode.class::isInstance)
        .forEach(value -> ((ObjectNode) value).remove(PARENT));
    return values;
  }

  private static Owner mine(Step step) {
    return owner(step, step.run().fence());
  }

  private static Owner owner(Step step, long fence) {
    return new Owner(step.credential().id(), step.reading().cursor(), fence);
  }
}
