package io.syncline.core.source;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One call to a source. No part of it may be read as a placeholder or an expression by what sends
 * it (C3).
 */
public record SourceRequest(
    SourceProfile source,
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    Optional<String> body) {
  private static final Pattern PATH =
      Pattern.compile("(/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]{1,128})+");
  private static final Pattern EXPRESSION = Pattern.compile("\\{\\{|\\}\\}|\\$\\{|\\$simple");

  public SourceRequest {
    query = new LinkedHashMap<>(query);
    headers = Map.copyOf(headers);
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("not a path: " + path);
    }
    query.forEach(SourceRequest::refuseExpression);
    headers.forEach(SourceRequest::refuseExpression);
  }

  /** Asks for the JSON that is there. */
  public static SourceRequest get(SourceProfile source, String path, Map<String, String> query) {
    return new SourceRequest(
        source, "GET", path, query, Map.of("Accept", "application/json"), Optional.empty());
  }

  /** Sends a form and asks for JSON. */
  public static SourceRequest form(SourceProfile source, String path, Map<String, String> form) {
    Map<String, String> headers =
        Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json");
    return new SourceRequest(source, "POST", path, Map.of(), headers, Optional.of(encoded(form)));
  }

  /** Without query and body, which may hold a secret: this text may reach a log. */
  @Override
  public String toString() {
    return method + " " + path + " of " + source;
  }

  String uri() {
    return source.baseUrl() + path;
  }

  String encodedQuery() {
    return encoded(query);
  }

  private static String encoded(Map<String, String> pairs) {
    return pairs.entrySet().stream()
        .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static void refuseExpression(String name, String value) {
    if (EXPRESSION.matcher(name).find() || EXPRESSION.matcher(value).find()) {
      throw new IllegalArgumentException("an expression in parameter " + name);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
