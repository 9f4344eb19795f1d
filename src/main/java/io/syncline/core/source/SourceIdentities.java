package io.syncline.core.source;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.springframework.stereotype.Component;

/**
 * Puts a source's credential on a request at the last moment, when it is on its connection. Until
 * then a request carries the source's name only: several accounts may share one base URL.
 */
@Component
final class SourceIdentities {
  /** Never leaves the process. */
  static final String HEADER = "Syncline-Source";

  private final Map<String, SourceProfile> called = new ConcurrentHashMap<>();

  /** The name to be carried by a request to that source. */
  String nameOf(SourceProfile source) {
    called.put(source.name(), source);
    return source.name();
  }

  /** Replaces the name by the credential, provided that the request goes to the source's URL. */
  void identify(HttpRequest request) {
    Header name = request.getFirstHeader(HEADER);
    request.removeHeaders(HEADER);
    SourceProfile source = name == null ? null : called.get(name.getValue());
    if (source != null && goesTo(request, source.baseUrl())) {
      source.identity().get().forEach(request::setHeader);
    }
  }

  private static boolean goesTo(HttpRequest request, URI base) {
    return request.getAuthority() != null
        && base.getScheme().equals(request.getScheme())
        && base.getHost().equalsIgnoreCase(request.getAuthority().getHostName())
        && base.getPort() == request.getAuthority().getPort()
        && request.getPath().startsWith(base.getPath() + "/");
  }
}
