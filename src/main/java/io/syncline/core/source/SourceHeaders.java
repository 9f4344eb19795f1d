package io.syncline.core.source;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultHeaderFilterStrategy;

/**
 * Only the named headers leave or enter; a source never sees what our callers sent (C2), and of its
 * answer come in those that its profile names besides.
 */
final class SourceHeaders extends DefaultHeaderFilterStrategy {

  SourceHeaders() {
    setLowerCase(true);
    setFilterOnMatch(false);
    setOutFilter(
        Set.of(
            "content-type", "accept", "x-api-type", SourceCalls.HEADER.toLowerCase(Locale.ROOT)));
    setInFilter(Set.of("content-type", "retry-after"));
    setOutFilterStartsWith((String[]) null);
    setInFilterStartsWith((String[]) null);
  }

  /** Asked where no list has the header; true: it is left out. */
  @Override
  protected boolean extendedFilter(
      Direction direction, String key, Object value, Exchange exchange) {
    SourceCall call = exchange.getVariable("call", SourceCall.class);
    return direction == Direction.OUT
        || call == null
        || !call.source().manner().headers().contains(key.toLowerCase(Locale.ROOT));
  }
}
