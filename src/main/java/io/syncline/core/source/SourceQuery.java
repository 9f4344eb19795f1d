package io.syncline.core.source;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Names and values of a query or a form, in their order; all are text, and names may repeat. */
public final class SourceQuery {
  private static final SourceQuery NONE = new SourceQuery(List.of());

  private final List<Pair> pairs;

  private record Pair(String name, String value) {

    String encoded() {
      return encode(name) + "=" + encode(value);
    }
  }

  private SourceQuery(List<Pair> pairs) {
    this.pairs = pairs;
  }

  public static SourceQuery none() {
    return NONE;
  }

  public static SourceQuery of(Map<String, String> pairs) {
    return new SourceQuery(
        pairs.entrySet().stream().map(e -> new Pair(e.getKey(), e.getValue())).toList());
  }

  /** Of a query that a source wrote. */
  static SourceQuery sent(String query) {
    return new SourceQuery(
        Arrays.stream(query.split("&"))
            .filter(pair -> !pair.isEmpty())
            .map(pair -> (pair + "=").split("=", 2))
            .map(pair -> new Pair(decode(pair[0]), decode(pair[1].replaceFirst("=$", ""))))
            .toList());
  }

  /** The same with one more pair at its end. */
  public SourceQuery with(String name, String value) {
    return withEach(name, List.of(value));
  }

  /** The same with a pair for each value. */
  public SourceQuery withEach(String name, Collection<String> values) {
    List<Pair> more = new ArrayList<>(pairs);
    values.forEach(value -> more.add(new Pair(name, value)));
    return new SourceQuery(List.copyOf(more));
  }

  /** Whether a pair with that value is in it which the other lacks. */
  public boolean adds(String value, SourceQuery other) {
    return pairs.stream().anyMatch(it -> it.value().equals(value) && !other.pairs.contains(it));
  }

  boolean isEmpty() {
    return pairs.isEmpty();
  }

  String encoded() {
    return pairs.stream().map(Pair::encoded).collect(Collectors.joining("&"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SourceQuery query && pairs.equals(query.pairs);
  }

  @Override
  public int hashCode() {
    return pairs.hashCode();
  }

  /** Without the values, one of which may be a secret: this text may reach a log. */
  @Override
  public String toString() {
    return pairs.size() + " parameters";
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
