package io.syncline.clientapi.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.platform.Fetched;
import io.syncline.clientapi.platform.Reading;
import io.syncline.clientapi.shopify.BulkLines.Line;
import io.syncline.clientapi.shopify.BulkLines.Owner;
import io.syncline.core.record.StoredJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    long stored =
        link.isEmpty()
            ? 0
            : api.read(step.credential(), link.get(), step.run(), in -> lines.store(mine(step), in))
                .orElse(-1L);
    if (stored < 0 || stored < counted) {
      LOG.warn(
          "the result of a bulk operation is not whole credential={} type={} lines={} counted={}",
          step.credential(),
          step.type().word(),
          stored,
          counted);
      return false;
    }
    bulk.put("lines", stored).put("fence", step.run().fence());
    return true;
  }

  Fetched next(Step step, ObjectNode bulk) {
    Owner owner = owner(step, bulk.path("fence").asLong());
    long after = bulk.path("line").asLong();
    boolean isOfOrphans = bulk.path("orphans").asBoolean();
    List<Line> page =
        isOfOrphans
            ? lines.orphans(owner, after, settings.bulkPage())
            : step.type().isChild()
                ? lines.children(owner, after, settings.bulkPage())
                : lines.parents(owner, after, settings.bulkPage());
    List<JsonNode> records = isOfOrphans ? asTheyCame(page) : records(step, owner, page);
    if (!lines.areThere(owner, bulk.path("lines").asLong())) {
      bulk.remove("lines"); // a crash of the server took them, maybe between two reads
      return step.goesOn(List.of());
    }
    if (!page.isEmpty()) {
      bulk.put("line", page.get(page.size() - 1).number());
      return step.goesOn(records);
    }
    if (!isOfOrphans && !step.type().nested().isEmpty()) {
      bulk.put("orphans", true).remove("line");
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
    if (nested.isEmpty() || isOfIds) {
      return page.stream().map(line -> without(line.data())).toList();
    }
    Map<String, List<Line>> children = lines.childrenOf(owner, page);
    List<JsonNode> records = new ArrayList<>();
    for (Line line : page) {
      List<JsonNode> nodes = new ArrayList<>();
      children
          .getOrDefault(String.valueOf(line.id()), List.of())
          .forEach(child -> nodes.add(without(child.data())));
      JsonNode record = without(line.data());
      records.add(
          record instanceof ObjectNode object ? WholeRecords.with(object, nested, nodes) : record);
    }
    return records;
  }

  private static List<JsonNode> asTheyCame(List<Line> page) {
    return page.stream().map(line -> StoredJson.read(line.data())).toList();
  }

  /** What ties a line to another is not the record's. */
  private static JsonNode without(String text) {
    JsonNode node = StoredJson.read(text);
    if (node instanceof ObjectNode object) {
      object.remove(PARENT);
    }
    return node;
  }

  private static Owner mine(Step step) {
    return owner(step, step.run().fence());
  }

  private static Owner owner(Step step, long fence) {
    return new Owner(step.credential().id(), step.reading().cursor(), fence);
  }
}
