package io.syncline.entities.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.source.ListedHosts;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.util.unit.DataSize;

/**
 * An API as a row of {@code data_sources} describes it (document 001's strategy for any API).
 *
 * @param lists what it has, by the names that feeds call their tab
 */
record ApiConfig(
    URI baseUrl,
    Identity identity,
    int perSecond,
    int perMinute,
    DataSize largestAnswer,
    Map<String, RecordList> lists) {
  private static final URI NOWHERE = URI.create("https://nowhere.invalid");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /** What the connection itself says. */
  private static final Set<String> TAKEN =
      Set.of("host", "content-length", "transfer-encoding", "connection", "accept-encoding", "te");

  private static final DataSize LARGEST = DataSize.ofMegabytes(16);

  /** How we say who we are; the secret is kept elsewhere. */
  record Identity(Kind kind, String name) {

    /** The ways there are. */
    enum Kind {
      NONE,
      BEARER,
      BASIC,
      HEADER
    }

    private static Identity of(Keys keys) {
      keys.known("kind", "user", "name");
      Kind kind = keys.word("kind", Kind.NONE, Kind.values());
      return switch (kind) {
        case NONE, BEARER -> new Identity(kind, "");
        case BASIC -> new Identity(kind, keys.text("user"));
        case HEADER -> {
          String name = keys.text("name");
          boolean isTaken = TAKEN.contains(name.toLowerCase(Locale.ROOT));
          if (isTaken || !HEADER.matcher(name).matches()) {
            keys.fault("name", "the name of a header that carries a key");
          }
          yield new Identity(kind, name);
        }
      };
    }
  }

  /** Reads a configuration; what is wrong with it is added to the faults. */
  static ApiConfig of(JsonNode config, ListedHosts hosts, List<String> faults) {
    Keys keys =
        Keys.root(config, faults)
            .known("base_url", "authorization", "pace", "largest_answer", "lists");
    Keys pace = keys.object("pace");
    if (keys.has("pace")) {
      pace.known("per_second", "per_minute");
    }
    return new ApiConfig(
        baseUrl(keys, hosts),
        keys.has("authorization")
            ? Identity.of(keys.object("authorization"))
            : new Identity(Identity.Kind.NONE, ""),
        pace.number("per_second", 5, 1, 100),
        pace.number("per_minute", 100, 1, 6_000),
        largest(keys),
        lists(keys));
  }

  private static URI baseUrl(Keys keys, ListedHosts hosts) {
    URI url = keys.read("base_url", keys.text("base_url", ""), NOWHERE, ApiConfig::absolute);
    if (!url.equals(NOWHERE)) {
      hosts.fault(url).ifPresent(fault -> keys.fault("base_url", fault));
    }
    return url;
  }

  private static URI absolute(String text) {
    URI url = URI.create(text);
    if (url.getScheme() == null) {
      throw new IllegalArgumentException("not absolute");
    }
    return url;
  }

  private static DataSize largest(Keys keys) {
    if (!keys.has("largest_answer")) {
      return LARGEST;
    }
    DataSize size =
        keys.read("largest_answer", keys.text("largest_answer"), LARGEST, DataSize::parse);
    if (size.toBytes() < 1 || size.compareTo(LARGEST) > 0) {
      keys.fault("largest_answer", "up to " + LARGEST.toMegabytes() + "MB");
    }
    return size;
  }

  private static Map<String, RecordList> lists(Keys keys) {
    Map<String, RecordList> lists = new TreeMap<>();
    Keys all = keys.object("lists");
    all.node()
        .fieldNames()
        .forEachRemaining(name -> lists.put(name, RecordList.of(all.object(name))));
    if (lists.isEmpty()) {
      keys.fault("lists", "at least one is needed");
    }
    return lists;
  }
}
