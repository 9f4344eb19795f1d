package io.syncline.core.source;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How a source may be called: where it is, what identifies us, and how much it allows.
 *
 * @param name what its calls are limited and counted by: one per credential
 * @param baseUrl where the source is; https unless an operator set another one
 * @param overridden whether the operator set the base URL, so that loopback and http are accepted
 * @param identity headers that carry the credential at the moment; added on the connection, never
 *     on an exchange
 * @param perSecond calls within any second
 * @param perMinute calls within any minute
 * @param allowance calls of a day or month; the run stops when they are used up
 * @param longestWait what a source may ask us to wait; longer ends the run as partial
 */
public record SourceProfile(
    String name,
    URI baseUrl,
    boolean overridden,
    Supplier<Map<String, String>> identity,
    int perSecond,
    int perMinute,
    Allowance allowance,
    Duration longestWait) {

  public SourceProfile {
    if (!overridden && !"https".equals(baseUrl.getScheme())) {
      throw new IllegalArgumentException(name + " must be called over https");
    }
  }

  /** Without the identity: this text may reach a log. */
  @Override
  public String toString() {
    return name + " at " + baseUrl.getHost();
  }
}
