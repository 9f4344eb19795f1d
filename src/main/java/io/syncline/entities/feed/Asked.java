package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.entities.feed.Configuration.Source;
import io.syncline.entities.feed.Configuration.Tab;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** What a call asks for, and what it is refused with. */
final class Asked {
  private Asked() {}

  /**
   * The object in the body.
   *
   * @throws RequestRefused 400 where there is none
   */
  static ObjectNode object(ApiRequest call) {
    JsonNode body = call.body().filter(JsonNode::isObject).orElse(null);
    if (body == null) {
      throw RequestRefused.invalid("body", "must be a JSON object", List.of());
    }
    return ((ObjectNode) body).deepCopy();
  }

  /**
   * What query and body ask for together.
   *
   * @throws RequestRefused 400 for what is none of these names
   */
  static ObjectNode only(ApiRequest call, String... known) {
    ObjectNode asked = call.asked();
    asked
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!List.of(known).contains(name)) {
                throw RequestRefused.invalid(name, "is not known here", List.of(known));
              }
            });
    return asked;
  }

  /** What is there with the members of the body in their place; all of the body for a PUT. */
  static ObjectNode changed(ApiRequest call, ObjectNode there) {
    ObjectNode body = object(call);
    if (call.method().equals("PUT")) {
      return body;
    }
    ObjectNode changed = there.deepCopy();
    changed.setAll(body);
    return changed;
  }

  /** The id of what is created: the same for a call that comes again with its key. */
  static UUID newId(ApiRequest call) {
    return call.slot()
        .map(
            slot ->
                UUID.nameUUIDFromBytes(
                    (call.endpoint() + "|" + slot).getBytes(StandardCharsets.UTF_8)))
        .orElseGet(UUID::randomUUID);
  }

  static RequestRefused keyReused() {
    return RequestRefused.of(
        422,
        "IDEMPOTENCY_KEY_REUSED",
        "Idempotency-Key used before",
        "This Idempotency-Key came with another request before");
  }

  /** 400 with all that is wrong. */
  static void refuse(List<String> faults) {
    if (!faults.isEmpty()) {
      throw RequestRefused.configInvalid(faults);
    }
  }

  static Source source(Configuration all, UUID id) {
    Source found = all.sources().get(id);
    if (found == null) {
      throw RequestRefused.of(404, "UNKNOWN_SOURCE", "Unknown source", "There is no source " + id);
    }
    return found;
  }

  /** A feed that is there; one that was deleted is not. */
  static Tab tab(Configuration all, UUID id) {
    Tab found = all.tabs().get(id);
    if (found == null || found.isDeleted()) {
      throw unknownTab(id);
    }
    return found;
  }

  static RequestRefused unknownTab(UUID id) {
    return RequestRefused.of(404, "UNKNOWN_TAB", "Unknown tab", "There is no tab " + id);
  }
}
