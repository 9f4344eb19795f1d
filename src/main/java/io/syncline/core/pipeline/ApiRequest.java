package io.syncline.core.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.run.RunQuery;
import io.syncline.core.secret.SignedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a route may know of an HTTP request: validated pieces only, none of its headers (C2). {@code
 * endpoint} is the template of the path, {@code path} are its parts by their names there, {@code
 * query} the decoded parameters, {@code body} the parsed JSON, {@code signed} what a signature that
 * came with it is checked by, {@code longestWait} how long its thread can be spared.
 */
public record ApiRequest(
    String method,
    String endpoint,
    Map<String, String> path,
    Map<String, String> query,
    Optional<JsonNode> body,
    Optional<String> idempotencyKey,
    String caller,
    Instant arrived,
    Optional<SignedCall> signed,
    Optional<Duration> longestWait) {

  public ApiRequest {
    path = Map.copyOf(path);
    query = Map.copyOf(query);
  }

  /** A call that may wait as long as any. */
  public ApiRequest(
      String method,
      String endpoint,
      Map<String, String> path,
      Map<String, String> query,
      Optional<JsonNode> body,
      Optional<String> idempotencyKey,
      String caller,
      Instant arrived,
      Optional<SignedCall> signed) {
    this(
        method,
        endpoint,
        path,
        query,
        body,
        idempotencyKey,
        caller,
        arrived,
        signed,
        Optional.empty());
  }

  /** How long the call waits for the end of a run that it starts, where others wait so long. */
  public Duration patience(Duration usual) {
    return longestWait.filter(it -> it.compareTo(usual) < 0).orElse(usual);
  }

  /** The identity of a call that its caller may repeat. */
  public Optional<String> slot() {
    return idempotencyKey.map(key -> caller + "|" + key);
  }

  /**
   * What is asked in query and body together.
   *
   * @throws RequestRefused 400 where both say the same, or the body is no object
   */
  public ObjectNode asked() {
    ObjectNode asked = JsonNodeFactory.instance.objectNode();
    query.forEach(asked::put);
    body.ifPresent(members -> merge(asked, members));
    return asked;
  }

  private static void merge(ObjectNode asked, JsonNode body) {
    if (!body.isObject()) {
      throw RequestRefused.invalid("body", "must be a JSON object", List.of());
    }
    body.properties()
        .forEach(
            member -> {
              if (asked.has(member.getKey())) {
                throw RequestRefused.invalid(
                    member.getKey(), "stands in query and body", List.of());
              }
              asked.set(member.getKey(), member.getValue());
            });
  }

  /**
   * The part of the path with that name.
   *
   * @throws RequestRefused 400 when the endpoint has none
   */
  public String part(String name) {
    return Optional.ofNullable(path.get(name))
        .orElseThrow(() -> RequestRefused.invalid(name, "must be given", List.of()));
  }

  /**
   * Whether the query says so.
   *
   * @throws RequestRefused 400 where it says neither true nor false
   */
  public boolean isTrue(String name) {
    String word = query.getOrDefault(name, "false");
    if (!Parameter.TRUTHS.contains(word)) {
      throw RequestRefused.invalid(name, "must be true or false", Parameter.TRUTHS);
    }
    return word.equals("true");
  }

  /**
   * Whether query or body say so.
   *
   * @param asked what they say together
   * @throws RequestRefused 400 where it is neither true nor false, as a boolean or a text
   */
  public static boolean isTrue(ObjectNode asked, String name, boolean otherwise) {
    JsonNode value = asked.path(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!(value.isBoolean() || value.isTextual()) || !Parameter.TRUTHS.contains(value.asText())) {
      throw RequestRefused.invalid(name, "must be true or false", Parameter.TRUTHS);
    }
    return value.asText().equals("true");
  }

  /**
   * The id that the path names.
   *
   * @throws RequestRefused 400 when it is none
   */
  public UUID id() {
    return RunQuery.uuid(part("id"))
        .orElseThrow(() -> RequestRefused.invalid("id", "must be a UUID", List.of()));
  }
}
