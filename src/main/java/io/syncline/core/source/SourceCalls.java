package io.syncline.core.source;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.springframework.stereotype.Component;

/**
 * The calls under way. A request carries the id of its call only until it is on its connection:
 * there the credential takes its place, for several accounts may share one base URL. Threads may
 * share it.
 */
@Component
final class SourceCalls {
  /** Never leaves the process. */
  static final String HEADER = "Syncline-Call";

  private final Map<String, SourceCall> underWay = new ConcurrentHashMap<>();

  void begin(String id, SourceCall call) {
    underWay.put(id, call);
  }

  void end(String id) {
    underWay.remove(id);
  }

  /** The call that a request belongs to. */
  Optional<SourceCall> of(HttpRequest request) {
    Header id = request.getFirstHeader(HEADER);
    return id == null ? Optional.empty() : Optional.ofNullable(underWay.get(id.getValue()));
  }

  /** Whether a call under way may lead to an address inside. */
  boolean allow(String host, InetAddress address) {
    return underWay.values().stream()
        .map(SourceCall::source)
        .filter(source -> host.equalsIgnoreCase(source.baseUrl().getHost()))
        .anyMatch(source -> source.overridden() || allowedByList(source, address));
  }

  private static boolean allowedByList(SourceProfile source, InetAddress address) {
    return source.manner().hosts().filter(hosts -> hosts.allows(address)).isPresent();
  }

  /** Replaces the id by the credential, provided that the request goes to the source's URL. */
  void identify(HttpRequest request) {
    Optional<SourceCall> call = of(request);
    request.removeHeaders(HEADER);
    call.filter(it -> it.source().holds(url(request))).ifPresent(it -> identify(request, it));
  }

  private static void identify(HttpRequest request, SourceCall call) {
    Map<String, String> identity = call.source().identity().get();
    call.sent().putAll(identity);
    identity.forEach(request::setHeader);
  }

  private static URI url(HttpRequest request) {
    try {
      return request.getUri();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL", e);
    }
  }
}
