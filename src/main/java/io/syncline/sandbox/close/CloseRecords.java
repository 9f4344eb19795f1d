package io.syncline.sandbox.close;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.SandboxSettings;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** What is in the simulated Close, by kind and id; threads may share it. */
@Component
@Profile("sandbox")
public final class CloseRecords {
  static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx");
  private static final String UPDATED = "date_updated";

  private final Map<String, Map<String, ObjectNode>> byKind = new LinkedHashMap<>();
  private final Clock clock;

  CloseRecords(SandboxSettings settings, Clock clock) {
    this.clock = clock;
    for (String kind : List.of("lead", "contact", "opportunity")) {
      byKind.put(kind, new LinkedHashMap<>());
    }
    new SampleLeads(settings).all().forEach((kind, all) -> all.forEach(it -> add(kind, it)));
  }

  /** Adds a record as it is, or replaces the one with its id. */
  public synchronized void add(String kind, ObjectNode record) {
    of(kind).put(record.path("id").asText(), record);
  }

  /** Changes members of a record, which is updated by that. */
  public synchronized void change(String kind, String id, ObjectNode members) {
    ObjectNode changed = one(kind, id);
    changed.setAll(members);
    touched(kind, changed);
  }

  /** Close keeps the first lead and gives it all that belonged to the second, which is gone. */
  public synchronized void merge(String winner, String loser) {
    ObjectNode kept = one("lead", winner);
    one("lead", loser);
    for (String kind : List.of("contact", "opportunity")) {
      for (ObjectNode part : List.copyOf(of(kind).values())) {
        if (part.path("lead_id").asText().equals(loser)) {
          touched(kind, part.deepCopy().put("lead_id", winner));
        }
      }
    }
    of("lead").remove(loser);
    touched("lead", kept);
  }

  /** The records of a kind, those that were updated first before the others. */
  synchronized List<ObjectNode> byUpdate(String kind) {
    return of(kind).values().stream()
        .sorted(Comparator.comparing(CloseRecords::updated).thenComparing(CloseRecords::id))
        .toList();
  }

  synchronized List<ObjectNode> all(String kind) {
    return List.copyOf(of(kind).values());
  }

  static Instant updated(JsonNode record) {
    return OffsetDateTime.parse(record.path(UPDATED).asText()).toInstant();
  }

  static String moment(Instant instant) {
    return MOMENT.format(instant.atOffset(ZoneOffset.UTC));
  }

  private static String id(JsonNode record) {
    return record.path("id").asText();
  }

  private void touched(String kind, ObjectNode record) {
    add(kind, record.put(UPDATED, moment(clock.instant())));
  }

  private ObjectNode one(String kind, String id) {
    return Optional.ofNullable(of(kind).get(id))
        .orElseThrow(() -> CloseRefusals.of(404, "no such " + kind))
        .deepCopy();
  }

  private Map<String, ObjectNode> of(String kind) {
    return Optional.ofNullable(byKind.get(kind))
        .orElseThrow(() -> CloseRefusals.of(404, "no such kind"));
  }
}
