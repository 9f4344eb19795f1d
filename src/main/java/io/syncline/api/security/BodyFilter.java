package io.syncline.api.security;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncline.api.Endpoints;
import io.syncline.api.JsonReader;
import io.syncline.api.Problems;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.Endpoint;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What a body may be before Camel sees it (C10 to C12): at most so many bytes, by what is declared
 * and by what comes, all there in time; JSON, and YAML where an endpoint takes it, and nothing
 * else, so no form and no upload; JSON within its limits.
 */
final class BodyFilter extends OncePerRequestFilter {
  /** ASCII is UTF-8 as well. */
  private static final Set<Charset> READ = Set.of(UTF_8, US_ASCII);

  private static final int PART = 8_192;
  private static final MediaType YAML = new MediaType("application", "yaml");

  private final int limit;
  private final Duration longest;
  private final JsonReader json;
  private final Problems problems;
  private final Map<String, String> advice;
  private final Set<String> takingYaml;

  BodyFilter(int limit, Duration longest, JsonReader json, Problems problems, Endpoints endpoints) {
    this.advice =
        endpoints.all().stream()
            .filter(endpoint -> endpoint.advice().isPresent())
            .collect(Collectors.toMap(Endpoint::path, it -> it.advice().get()));
    this.takingYaml =
        endpoints.all().stream()
            .filter(Endpoint::takesYaml)
            .map(Endpoint::path)
            .collect(Collectors.toSet());
    this.limit = limit;
    this.longest = longest;
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
    BufferedRequest checked;
    try {
      checked = checked(request);
    } catch (RequestRefused refused) {
      response.setHeader("Connection", "close");
      problems.send(response, refused.problem());
      return;
    }
    chain.doFilter(checked, response);
  }

  private BufferedRequest checked(HttpServletRequest request) throws IOException {
    if (request.getContentLengthLong() > limit) {
      throw tooLarge(request);
    }
    if (request.getContentLengthLong() > 0) {
      checkForm(request);
    }
    byte[] body = read(request.getInputStream());
    if (body.length > limit) {
      throw tooLarge(request);
    }
    if (body.length > 0 && checkForm(request).equals(YAML)) {
      return new BufferedRequest(request, body, YAML.toString());
    }
    json.read(body);
    return new BufferedRequest(request, body, "application/json");
  }

  /** All of it, or one byte more than it may have. Who sends a byte now and then holds a thread. */
  private byte[] read(InputStream in) throws IOException {
    long until = System.nanoTime() + longest.toNanos();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] part = new byte[PART];
    int read;
    while (body.size() <= limit
        && (read = in.read(part, 0, Math.min(PART, limit + 1 - body.size()))) >= 0) {
      body.write(part, 0, read);
      if (System.nanoTime() - until > 0) {
        throw RequestRefused.of(
            408,
            "BODY_TOO_SLOW",
            "The body did not come",
            "A body has to be there within " + longest.toSeconds() + " s");
      }
    }
    return body.toByteArray();
  }

  /** What the body is, JSON or YAML. */
  private MediaType checkForm(HttpServletRequest request) {
    String packed = request.getHeader("Content-Encoding");
    if (packed != null && !packed.isBlank() && !"identity".equalsIgnoreCase(packed.trim())) {
      throw unsupported("BODY_COMPRESSED", "Send the body as it is: compressed ones are not read");
    }
    Optional<MediaType> type = type(request.getContentType());
    boolean yaml =
        takingYaml.contains(Paths.of(request))
            && type.filter(YAML::equalsTypeAndSubtype).isPresent();
    if (!yaml && type.filter(MediaType.APPLICATION_JSON::equalsTypeAndSubtype).isEmpty()) {
      throw unsupported("NOT_JSON", "Send the body as application/json in UTF-8");
    }
    Charset charset = type.map(MediaType::getCharset).orElse(UTF_8);
    if (!READ.contains(charset)) {
      throw unsupported("NOT_JSON", "Send the body in UTF-8, the charset of JSON");
    }
    return yaml ? YAML : MediaType.APPLICATION_JSON;
  }

  private RequestRefused tooLarge(HttpServletRequest request) {
    String hint = advice.get(request.getRequestURI());
    return RequestRefused.of(
        413,
        "BODY_TOO_LARGE",
        "Body too large",
        "A body may have at most " + limit + " bytes" + (hint == null ? "" : "; " + hint));
  }

  private static RequestRefused unsupported(String code, String detail) {
    return RequestRefused.of(415, code, "Unsupported media type", detail);
  }

  /** The media type; none where there is none to be read, or names a charset that nobody knows. */
  private static Optional<MediaType> type(String contentType) {
    try {
      return Optional.ofNullable(contentType).map(MediaType::parseMediaType);
    } catch (InvalidMediaTypeException e) {
      return Optional.empty();
    }
  }
}
