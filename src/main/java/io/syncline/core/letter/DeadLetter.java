package io.syncline.core.letter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A record that could not be written, as {@code sync_dead_letters} keeps it. */
public record DeadLetter(
    UUID id,
    UUID runId,
    String pipeline,
    String scope,
    String stream,
    String table,
    String destination,
    String key,
    JsonNode record,
    String kind,
    String error,
    Instant createdAt,
    Optional<Instant> replayedAt,
    Optional<Closing> closed) {

  /** The parameter of a replay that names its letter. */
  public static final String PARAMETER = "dead_letter";

  /** When, by whom and why a letter was closed. */
  public record Closing(Instant at, String by, String reason) {}

  /** What a caller sees: not the record itself, whose values may be anything. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id.toString());
    json.put("run_id", runId.toString());
    json.put("pipeline", pipeline);
    json.put("stream", stream);
    json.put("table", table);
    json.put("destination", destination);
    json.put("key", key);
    json.put("kind", kind);
    json.put("error", error);
    json.put("created_at", createdAt.toString());
    json.put("replayed_at", replayedAt.map(Instant::toString).orElse(null));
    json.put("closed_at", closed.map(it -> it.at().toString()).orElse(null));
    json.put("closed_by", closed.map(Closing::by).orElse(null));
    json.put("closed_reason", closed.map(Closing::reason).orElse(null));
    return json;
  }

  /** The same with its record, or what that is to be, for whoever asks for this one letter. */
  public ObjectNode jsonWith(JsonNode shown) {
    return json().set("record", shown);
  }
}
