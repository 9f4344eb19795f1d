package io.syncline.core.error;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an HTTP caller is told when a request is refused or fails (RFC 9457): a status, a stable
 * {@code code}, a sentence that says what to do, and further members such as {@code run_id}.
 */
public record Problem(
    int status, String code, String title, String detail, Map<String, Object> more) {

  private static final String RETRY_AFTER = "retry_after_seconds";

  public Problem {
    more = Map.copyOf(more);
  }

  /** A refusal for the moment: try again after that time. */
  public static Problem later(
      int status, String code, String title, String detail, Duration after) {
    return new Problem(
        status, code, title, detail, Map.of(RETRY_AFTER, Math.max(1, after.toSeconds())));
  }

  /** After how many seconds to try again, where that is told. */
  public Optional<String> retryAfter() {
    return Optional.ofNullable(more.get(RETRY_AFTER)).map(Object::toString);
  }

  /** The members of the problem+json document, in the order they are written. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "about:blank");
    members.put("title", title);
    members.put("status", status);
    members.put("code", code);
    members.put("detail", detail);
    members.putAll(more);
    return members;
  }
}
