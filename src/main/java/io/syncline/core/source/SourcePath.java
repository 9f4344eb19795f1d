package io.syncline.core.source;

import io.syncline.core.error.OneLine;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where something lies below a source's base URL, as it goes over the wire: only what is encoded
 * here can be in it, so that nothing that sends it reads a placeholder or an expression (C3).
 */
public record SourcePath(String encoded) {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._~:%-]+");
  private static final String TILDE = "%" + "7E";
  private static final Pattern HALF_ENCODED = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  /** A server or a proxy would leave the folder, encoded or not. */
  private static final Pattern DOTS = Pattern.compile("(?:\\.|%2[Ee]){1,2}");

  private static final int SHOWN = 80;

  public SourcePath {
    if (!isPath(encoded)) {
      throw new IllegalArgumentException("not a path: " + OneLine.of(encoded, SHOWN));
    }
  }

  /** Of segments that are text: what they hold is encoded, except a colon. */
  public static SourcePath of(String... segments) {
    return joined(Arrays.asList(segments));
  }

  /** Of a path that somebody wrote, such as {@code /v1/items}: text between its slashes. */
  public static SourcePath text(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("not a path: " + OneLine.of(path, SHOWN));
    }
    return joined(List.of(path.substring(1).split("/", -1)));
  }

  /** Of a path that a source wrote: whatever it encoded and we would not, or the reverse. */
  static SourcePath sent(String path) {
    return text(
        Arrays.stream(path.split("/", -1))
            .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
            .map(SourcePath::whole)
            .collect(Collectors.joining("/")));
  }

  /** Of a path that a source wrote and may have signed: as it is, where all of it can be sent. */
  static SourcePath signed(String path) {
    return isPath(path) ? new SourcePath(path) : sent(path);
  }

  private static String whole(String segment) {
    if (segment.contains("/")) {
      throw new IllegalArgumentException("a slash within a segment");
    }
    return segment;
  }

  /** The same with a slash at its end. */
  public SourcePath slash() {
    return encoded.endsWith("/") ? this : new SourcePath(encoded + "/");
  }

  private static SourcePath joined(List<String> segments) {
    return new SourcePath(
        segments.stream().map(SourcePath::encode).collect(Collectors.joining("/", "/", "")));
  }

  private static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace(TILDE, "~")
        .replace("%3A", ":");
  }

  private static boolean isPath(String path) {
    if (!path.startsWith("/") || HALF_ENCODED.matcher(path).find()) {
      return false;
    }
    String inner = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return inner.isEmpty()
        || Arrays.stream(inner.substring(1).split("/", -1))
            .allMatch(it -> SEGMENT.matcher(it).matches() && !DOTS.matcher(it).matches());
  }
}
