package io.syncline.api;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Allow-lists in place of Camel's skip list, which is case-sensitive and let {@code authorization},
 * {@code cookie} and {@code x-api-key} come back in the answer (C1, CVE-2026-85254). Inbound
 * nothing passes, header or parameter: {@link ApiRequestReader} reads the request itself.
 */
final class ApiHeaderFilter implements HeaderFilterStrategy {
  private static final Set<String> OUTBOUND = Set.of("content-type", "retry-after", "location");

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return !OUTBOUND.contains(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return true;
  }
}
