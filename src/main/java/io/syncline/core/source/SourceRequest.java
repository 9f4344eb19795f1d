package io.syncline.core.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One call to a source; path, query and body are text whatever they hold.
 *
 * @param isOnce whether a second one would do something again: it is not repeated unless the source
 *     says that it did not take the first
 */
public record SourceRequest(
    SourceProfile source,
    String method,
    SourcePath path,
    SourceQuery query,
    Map<String, String> headers,
    Optional<String> body,
    boolean isOnce) {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";

  public SourceRequest {
    headers = Map.copyOf(headers);
    if (headers.values().stream().anyMatch(value -> CONTROL.matcher(value).find())) {
      throw new IllegalArgumentException("a control character in a header");
    }
  }

  /** With a path as it goes over the wire. */
  public SourceRequest(
      SourceProfile source,
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      Optional<String> body) {
    this(source, method, new SourcePath(path), SourceQuery.of(query), headers, body, false);
  }

  /** Asks for the JSON that is there. */
  public static SourceRequest get(SourceProfile source, String path, Map<String, String> query) {
    return get(source, new SourcePath(path), SourceQuery.of(query));
  }

  /** Asks for the JSON that is there. */
  public static SourceRequest get(SourceProfile source, SourcePath path, SourceQuery query) {
    return new SourceRequest(
        source, "GET", path, query, Map.of("Accept", JSON), Optional.empty(), false);
  }

  /**
   * Asks for a file that an answer of the source names, wherever that lies.
   *
   * @throws TerminalFailure when it is no link, or leads where no file of a vendor is
   */
  public static SourceRequest file(SourceProfile source, String link) {
    try {
      URI url = URI.create(link);
      SourcePath path = SourcePath.signed(url.getRawPath());
      SourceQuery query = SourceQuery.sent(Optional.ofNullable(url.getRawQuery()).orElse(""));
      return new SourceRequest(
          source.elsewhere(url), "GET", path, query, Map.of(), Optional.empty(), false);
    } catch (IllegalArgumentException e) {
      // what it holds is not to be shown: whoever has it may read the file
      throw TerminalFailure.stopped(
          StopReason.SOURCE_FAILED,
          source.name() + " names a file that is not at a public address over https");
    }
  }

  /** Sends JSON and asks for JSON. */
  public static SourceRequest post(
      SourceProfile source, SourcePath path, SourceQuery query, JsonNode body) {
    Map<String, String> headers = Map.of("Content-Type", JSON, "Accept", JSON);
    return new SourceRequest(
        source, "POST", path, query, headers, Optional.of(body.toString()), false);
  }

  /** Sends a form and asks for JSON. */
  public static SourceRequest form(SourceProfile source, String path, Map<String, String> form) {
    return form(source, new SourcePath(path), SourceQuery.of(form));
  }

  /** Sends a form and asks for JSON. */
  public static SourceRequest form(SourceProfile source, SourcePath path, SourceQuery form) {
    Map<String, String> headers = Map.of("Content-Type", FORM, "Accept", JSON);
    Optional<String> body = Optional.of(form.encoded());
    return new SourceRequest(source, "POST", path, SourceQuery.none(), headers, body, false);
  }

  /** The same as a call of one operation. */
  public SourceRequest operation(String name) {
    return new SourceRequest(source.operation(name), method, path, query, headers, body, isOnce);
  }

  /** The same as something that is done, not asked. */
  public SourceRequest once() {
    return new SourceRequest(source, method, path, query, headers, body, true);
  }

  /**
   * Asks for what an answer names as its next page.
   *
   * @param link whole, or relative to this request
   * @throws TerminalFailure when it is no link, or leads away from the source's base URL: a source
   *     that was broken into would get our credential sent elsewhere
   */
  public SourceRequest following(String link) {
    try {
      URI here = URI.create(uri());
      URI next = link.startsWith("?") ? URI.create(uri() + link) : here.resolve(link);
      if (source.holds(next)) {
        String below = next.getRawPath().substring(source.baseUrl().getRawPath().length());
        String query = Optional.ofNullable(next.getRawQuery()).orElse("");
        return get(source, SourcePath.sent(below), SourceQuery.sent(query));
      }
    } catch (IllegalArgumentException e) {
      // no link: what it holds is not to be shown
    }
    throw TerminalFailure.stopped(
        StopReason.SOURCE_FAILED, source.name() + " names a next page that is not below its URL");
  }

  /** Without query and body, which may hold a secret: this text may reach a log. */
  @Override
  public String toString() {
    return method + " " + path.encoded() + " of " + source;
  }

  String uri() {
    return source.baseUrl() + path.encoded();
  }
}
