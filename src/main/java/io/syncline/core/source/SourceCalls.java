package io.syncline.core.source;

import java.net.URI;
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

  /** Replaces the id by the credential, provided that the request goes to the source's URL. */
  void identify(HttpRequest request) {
    Optional<SourceProfile> source = of(request).map(SourceCall::source);
    request.removeHeaders(HEADER);
    source
        .filter(profile -> goesTo(request, profile.baseUrl()))
        .ifPresent(profile -> profile.identity().get().forEach(request::setHeader));
  }

  private static boolean goesTo(HttpRequest request, URI base) {
    return request.getAuthority() != null
        && base.getScheme().equals(request.getScheme())
        && base.getHost().equalsIgnoreCase(request.getAuthority().getHostName())
        && base.getPort() == request.getAuthority().getPort()
        && request.getPath().startsWith(base.getPath() + "/");
  }
}
