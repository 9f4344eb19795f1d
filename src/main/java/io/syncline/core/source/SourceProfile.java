package io.syncline.core.source;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

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

  /** The same in the words of every pipeline's settings; Boot binds no private record. */
  record Limits(
      URI baseUrl,
      URI vendorUrl,
      int callsPerSecond,
      int callsPerMinute,
      long callsPerDay,
      long callsPerMonth,
      Duration longestWait) {

    Allowance allowance() {
      return callsPerMonth > 0 ? Allowance.perMonth(callsPerMonth) : Allowance.perDay(callsPerDay);
    }
  }

  /** The source of a pipeline, as configured under {@code syncline.<word>}. */
  public static SourceProfile configured(
      String word, Environment environment, Supplier<Map<String, String>> identity) {
    Limits limits = Binder.get(environment).bind("syncline." + word, Limits.class).get();
    return new SourceProfile(
        word,
        limits.baseUrl(),
        !limits.baseUrl().equals(limits.vendorUrl()),
        identity,
        limits.callsPerSecond(),
        limits.callsPerMinute(),
        limits.allowance(),
        limits.longestWait());
  }

  /** The same of another credential. */
  public SourceProfile named(String other) {
    return new SourceProfile(
        other, baseUrl, overridden, identity, perSecond, perMinute, allowance, longestWait);
  }

  /** Without the identity: this text may reach a log. */
  @Override
  public String toString() {
    return name + " at " + baseUrl.getHost();
  }
}
