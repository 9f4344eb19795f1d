package io.syncline.sandbox.close;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.engine.SandboxSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Searches, page by page (close#a-cursor-lives-thirty-seconds). A cursor stands in what was found
 * when the walk began; it ends soon, and one walk yields so many objects and no more, without a
 * word about the others. Threads may share it.
 */
final class CloseSearch {
  private static final int LARGEST_PAGE = 200;

  private final CloseRecords records;
  private final SandboxSettings.Close settings;
  private final Clock clock;
  private final SandboxJson json = new SandboxJson();
  private final Map<String, Walk> walks = new ConcurrentHashMap<>();
  private final AtomicLong issued = new AtomicLong();

  private record Walk(List<ObjectNode> found, int from, Instant until) {}

  CloseSearch(CloseRecords records, SandboxSettings.Close settings, Clock clock) {
    this.records = records;
    this.settings = settings;
    this.clock = clock;
  }

  Fields answer(String body) {
    JsonNode search = json.read(body).orElseThrow(() -> CloseRefusals.of(400, "Invalid JSON."));
    int limit = search.path("_limit").asInt(100);
    Refusal.when(
        limit < 1 || limit > LARGEST_PAGE,
        () -> CloseRefusals.field("_limit", "Must be from 1 to " + LARGEST_PAGE + "."));
    CloseQuery query = CloseQuery.of(search);
    Walk walk = search.path("cursor").isTextual() ? resumed(search) : begun(query);
    int end = Math.min(walk.from() + limit, walk.found().size());
    Set<String> fields = fields(search.path("_fields").path(query.kind()));
    List<Fields> page =
        walk.found().subList(walk.from(), end).stream()
            .map(record -> shown(query.kind(), record, fields))
            .toList();
    return new Fields()
        .with("data", page)
        .with("cursor", end < walk.found().size() ? cursor(walk, end) : null);
  }

  private Walk begun(CloseQuery query) {
    List<ObjectNode> found =
        new ArrayList<>(records.byUpdate(query.kind()).stream().filter(query.wanted()).toList());
    if (query.isDescending()) {
      Collections.reverse(found);
    }
    return new Walk(found.subList(0, Math.min(found.size(), settings.searchCap())), 0, Instant.MAX);
  }

  private Walk resumed(JsonNode search) {
    Walk walk = walks.remove(search.path("cursor").asText());
    if (walk == null || clock.instant().isAfter(walk.until())) {
      throw CloseRefusals.field("cursor", "Invalid or expired cursor.");
    }
    return walk;
  }

  private String cursor(Walk walk, int next) {
    String cursor = "sandbox." + issued.incrementAndGet();
    walks.put(cursor, new Walk(walk.found(), next, clock.instant().plus(settings.cursorLife())));
    return cursor;
  }

  private static Set<String> fields(JsonNode names) {
    Set<String> fields = new HashSet<>();
    names.forEach(name -> fields.add(name.asText()));
    return fields;
  }

  /** Who names no fields is told hardly more than ids. */
  static Fields shown(String kind, ObjectNode record, Set<String> fields) {
    Fields shown = new Fields().with("__object_type", kind).with("id", record.path("id").asText());
    record
        .properties()
        .forEach(
            member -> {
              boolean isCustom = member.getKey().startsWith("custom.") && fields.contains("custom");
              if (isCustom || fields.contains(member.getKey())) {
                shown.with(member.getKey(), member.getValue());
              }
            });
    return shown;
  }
}
