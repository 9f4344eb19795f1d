package io.syncline.clientapi.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/**
 * Makes records whole: what they have a list of comes in pages of its own, or as lines of its own.
 * Both ways end in the same JSON, or a record that came by the other one would seem to have
 * changed. Threads may share it.
 */
@Component
final class WholeRecords {
  private static final Comparator<JsonNode> BY_ID =
      Comparator.comparing(node -> node.path("id").asText());

  private final ShopifyApi api;

  WholeRecords(ShopifyApi api) {
    this.api = api;
  }

  /** A record of a page with all of its list. */
  JsonNode of(Step step, JsonNode record, int nested) {
    String name = step.type().nested();
    if (!(record instanceof ObjectNode object) || name.isEmpty()) {
      return record;
    }
    List<JsonNode> nodes = new ArrayList<>();
    JsonNode list = object.path(name);
    list.path("nodes").forEach(nodes::add);
    Optional<String> cursor = step.cursor(list.path("pageInfo"), Optional.empty());
    while (cursor.isPresent()) {
      list = more(step, object.path("id").asText(), nested, cursor.get());
      list.path("nodes").forEach(nodes::add);
      cursor = step.cursor(list.path("pageInfo"), cursor);
    }
    return with(object, name, nodes);
  }

  /** A record with a list that came beside it, each of it once: what is written twice is one. */
  static JsonNode with(ObjectNode record, String name, List<JsonNode> nodes) {
    nodes.sort(BY_ID);
    ArrayNode all = record.putObject(name).putArray("nodes");
    int same = 0; // where those of the last one's id begin
    for (JsonNode node : nodes) {
      if (!all.isEmpty() && BY_ID.compare(all.get(same), node) != 0) {
        same = all.size();
      }
      int of = same;
      if (IntStream.range(of, all.size()).noneMatch(i -> all.get(i).equals(node))) {
        all.add(node);
      }
    }
    return record;
  }

  private JsonNode more(Step step, String id, int nested, String after) {
    ObjectNode variables = ShopifyApi.variables();
    variables.put("id", id).put("inner", nested).put("after", after);
    Reply reply = api.ask(step.credential(), step.type().more(), variables, step.run());
    JsonNode list = reply.data().path(step.type().one()).path(step.type().nested());
    if (!list.path("nodes").isArray()) {
      throw step.failure("one of %s went away while its list was read");
    }
    return list;
  }
}
