package io.syncline.web.security;

import io.syncline.core.error.RequestRefused;
import io.syncline.core.request.BodyHint;
import io.syncline.core.request.JsonReader;
import io.syncline.core.request.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What a body may be before Camel sees it (reliability C10 to C12): at most so many bytes, by what
 * is declared and by what comes; JSON and nothing else, so no form and no upload; JSON within its
 * limits.
 */
final class BodyFilter extends OncePerRequestFilter {
  private final int limit;
  private final JsonReader json;
  private final Problems problems;
  private final Map<String, String> advice;

  BodyFilter(int limit, JsonReader json, Problems problems, List<BodyHint> hints) {
    this.advice = hints.stream().collect(Collectors.toMap(BodyHint::path, BodyHint::advice));
    this.limit = limit;
    this.json = json;
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !Paths.isApi(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    byte[] body;
    try {
      body = checked(request);
    } catch (RequestRefused refused) {
      response.setHeader("Connection", "close");
      problems.send(response, refused.problem());
      return;
    }
    chain.doFilter(new BufferedRequest(request, body), response);
  }

  private byte[] checked(HttpServletRequest request) throws IOException {
    if (request.getContentLengthLong() > limit) {
      throw tooLarge(request);
    }
    if (request.getContentLengthLong() > 0 && !isJson(request.getContentType())) {
      throw notJson();
    }
    byte[] body = request.getInputStream().readNBytes(limit + 1);
    if (body.length > limit) {
      throw tooLarge(request);
    }
    if (body.length > 0 && !isJson(request.getContentType())) {
      throw notJson();
    }
    json.read(body);
    return body;
  }

  private RequestRefused tooLarge(HttpServletRequest request) {
    String hint = advice.get(request.getRequestURI());
    return RequestRefused.of(
        413,
        "BODY_TOO_LARGE",
        "Body too large",
        "A body may have at most " + limit + " bytes" + (hint == null ? "" : "; " + hint));
  }

  private static RequestRefused notJson() {
    return RequestRefused.of(
        415, "NOT_JSON", "Unsupported media type", "Send the body as application/json in UTF-8");
  }

  private static boolean isJson(String contentType) {
    try {
      MediaType type = contentType == null ? null : MediaType.parseMediaType(contentType);
      return type != null
          && type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
          && (type.getParameter("charset") == null
              || "utf-8".equalsIgnoreCase(type.getParameter("charset").replace("\"", "")));
    } catch (InvalidMediaTypeException e) {
      return false;
    }
  }
}
