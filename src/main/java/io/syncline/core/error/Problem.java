package io.syncline.core.error;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an HTTP caller is told when a request is refused or fails (RFC 9457): a status, a stable
 * {@code code}, a sentence that says what to do, and further members such as {@code run_id}.
 */
public record Problem(
    int status, String code, String title, String detail, Map<String, Object> more) {

  public Problem {
    more = Map.copyOf(more);
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
