package io.syncline.core.source;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * How a source may be called: where it is, what identifies us, and how much it allows. A value: one
 * that a run makes ends with it.
 *
 * @param name what its calls are limited and counted by: one per credential
 * @param baseUrl where the source is, without a slash at its end; https unless an operator set
 *     another one
 * @param overridden whether the operator set the base URL, so that loopback and http are accepted
 * @param identity headers that carry the credential at the moment; added on the connection, never
 *     on an exchange
 * @param perSecond calls within any second
 * @param perMinute calls within any minute
 * @param allowance calls of a day or month; the run stops when they are used up
 * @param longestWait what a source may ask us to wait; longer ends the run as partial
 * @param manner what is its own
 */
public record SourceProfile(
    String name,
    URI baseUrl,
    boolean overridden,
    Supplier<Map<String, String>> identity,
    int perSecond,
    int perMinute,
    Allowance allowance,
    Duration longestWait,
    SourceManner manner) {
  private static final int FILES_PER_SECOND = 10;
  private static final int FILES_PER_MINUTE = 300;

  public SourceProfile {
    baseUrl = URI.create(baseUrl.toString().replaceFirst("/+$", ""));
    Optional<String> fault =
        manner.hosts().isEmpty() ? Optional.empty() : manner.hosts().get().fault(baseUrl);
    if (fault.isPresent()) {
      throw new IllegalArgumentException("the base URL of " + name + ": " + fault.get());
    }
    if (!overridden && manner.hosts().isEmpty() && !"https".equals(baseUrl.getScheme())) {
      throw new IllegalArgumentException(name + " must be called over https");
    }
  }

  public SourceProfile(
      String name,
      URI baseUrl,
      boolean overridden,
      Supplier<Map<String, String>> identity,
      int perSecond,
      int perMinute,
      Allowance allowance,
      Duration longestWait) {
    this(
        name,
        baseUrl,
        overridden,
        identity,
        perSecond,
        perMinute,
        allowance,
        longestWait,
        SourceManner.USUAL);
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

  /**
   * A source that a row of configuration names: at a listed host only.
   *
   * @throws IllegalArgumentException for a base URL that {@link ListedHosts#fault} finds fault with
   */
  public static SourceProfile listed(
      String name,
      URI baseUrl,
      ListedHosts hosts,
      Supplier<Map<String, String>> identity,
      int perSecond,
      int perMinute,
      Allowance allowance,
      Duration longestWait) {
    return new SourceProfile(
        name,
        baseUrl,
        false,
        identity,
        perSecond,
        perMinute,
        allowance,
        longestWait,
        SourceManner.USUAL.among(hosts));
  }

  /** The same of another credential. */
  public SourceProfile named(String other) {
    return new SourceProfile(
        other, baseUrl, overridden, identity, perSecond, perMinute, allowance, longestWait, manner);
  }

  /** The same with what its answers mean where that is not usual. */
  public SourceProfile meaning(Meanings meanings) {
    return with(manner.meaning(meanings));
  }

  /** The same with headers of answers that are wanted. */
  public SourceProfile answering(String... headers) {
    return with(manner.answering(headers));
  }

  /** The same with an identity that can be renewed. */
  public SourceProfile renewedBy(Renewal renewal) {
    return with(manner.renewedBy(renewal));
  }

  /** The same with calls within any minute counted over all instances. */
  public SourceProfile pacedTogether() {
    return with(manner.paced());
  }

  /**
   * The same with a pace for each operation, kept over restarts; longer waits put the run off.
   *
   * @param header of answers, that tells how many calls a second of the operation are allowed
   */
  public SourceProfile pacedByOperation(Map<String, Rate> rates, String header) {
    return with(manner.answering(header).paced(new Pace.OfOperations(rates, header)));
  }

  /** The same with the pace that its answers tell; longer waits put the run off. */
  public SourceProfile pacedByCost(CostReading reading) {
    return with(manner.paced(new Pace.OfCosts(reading)));
  }

  /** What of the source is called, a word of ours; empty where that makes no difference to it. */
  public String operation() {
    return manner.operation();
  }

  /** The same for calls of one operation. */
  public SourceProfile operation(String name) {
    return with(manner.operation(name));
  }

  /**
   * Where a file lies that an answer of the source names: without its identity, and inside of our
   * network or over http only where an operator set the source's own URL so.
   *
   * @throws IllegalArgumentException for a link that may not be followed
   */
  SourceProfile elsewhere(URI link) {
    boolean isOurs =
        overridden
            && baseUrl.getScheme().equalsIgnoreCase(link.getScheme())
            && baseUrl.getHost().equalsIgnoreCase(link.getHost());
    if (link.getHost() == null || link.getRawUserInfo() != null) {
      throw new IllegalArgumentException("no host, or a user, in the link");
    }
    String port = link.getPort() < 0 ? "" : ":" + link.getPort();
    return new SourceProfile(
        name + " files",
        URI.create(link.getScheme() + "://" + link.getHost() + port),
        isOurs,
        Map::of,
        FILES_PER_SECOND,
        FILES_PER_MINUTE,
        Allowance.unlimited(),
        longestWait,
        SourceManner.USUAL
            .meaning(SourceProfile::ofFile)
            .answering("Content-Type") // names the character set of a text
            .within(manner.bounds()));
  }

  /** A link that is dead or has been used up is for the caller to ask anew. */
  private static Optional<Meaning> ofFile(SourceAnswer answer) {
    boolean isDead =
        answer.status() / 100 == 3 || Set.of(400, 401, 403, 404, 410).contains(answer.status());
    return isDead ? Optional.of(Meaning.ok()) : Optional.empty();
  }

  /** The same with a limit of its own for one answer; in memory it can only be a smaller one. */
  public SourceProfile largest(DataSize most) {
    return with(manner.within(manner.bounds().upTo(most)));
  }

  /** The same with a time of its own for an answer that is read as it comes. */
  public SourceProfile lasting(Duration most) {
    return with(manner.within(manner.bounds().lasting(most)));
  }

  /** Without the identity: this text may reach a log. */
  @Override
  public String toString() {
    return name + " at " + baseUrl.getHost();
  }

  /** Whether a URL is below the base URL. */
  boolean holds(URI url) {
    return url.getHost() != null
        && url.getRawUserInfo() == null
        && baseUrl.getScheme().equalsIgnoreCase(url.getScheme())
        && baseUrl.getHost().equalsIgnoreCase(url.getHost())
        && port(baseUrl) == port(url)
        && url.getRawPath().startsWith(baseUrl.getRawPath() + "/");
  }

  private static int port(URI url) {
    return url.getPort() >= 0
        ? url.getPort()
        : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
  }

  private SourceProfile with(SourceManner other) {
    return new SourceProfile(
        name, baseUrl, overridden, identity, perSecond, perMinute, allowance, longestWait, other);
  }
}
