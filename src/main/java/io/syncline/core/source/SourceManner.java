package io.syncline.core.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is a source's own about its calls, where it is not as with most.
 *
 * @param operation what of the source is called, as far as that makes a difference to it
 */
record SourceManner(
    Meanings meanings,
    Renewal renewal,
    Set<String> headers,
    boolean pacedTogether,
    Optional<Pace> pace,
    String operation,
    OwnBounds bounds,
    Optional<ListedHosts> hosts) {

  static final SourceManner USUAL =
      new SourceManner(
          answer -> Optional.empty(),
          (refused, run) -> {},
          Set.of(),
          false,
          Optional.empty(),
          "",
          OwnBounds.NONE,
          Optional.empty());

  SourceManner meaning(Meanings other) {
    return new SourceManner(other, renewal, headers, pacedTogether, pace, operation, bounds, hosts);
  }

  SourceManner renewedBy(Renewal other) {
    return new SourceManner(
        meanings, other, headers, pacedTogether, pace, operation, bounds, hosts);
  }

  /** The same with more headers of answers. */
  SourceManner answering(String... names) {
    Set<String> all =
        Stream.concat(headers.stream(), Arrays.stream(names))
            .map(n -> n.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return new SourceManner(meanings, renewal, all, pacedTogether, pace, operation, bounds, hosts);
  }

  SourceManner paced() {
    return new SourceManner(meanings, renewal, headers, true, pace, operation, bounds, hosts);
  }

  SourceManner paced(Pace other) {
    return new SourceManner(
        meanings, renewal, headers, pacedTogether, Optional.of(other), operation, bounds, hosts);
  }

  SourceManner operation(String other) {
    return new SourceManner(meanings, renewal, headers, pacedTogether, pace, other, bounds, hosts);
  }

  SourceManner within(OwnBounds other) {
    return new SourceManner(
        meanings, renewal, headers, pacedTogether, pace, operation, other, hosts);
  }

  SourceManner among(ListedHosts listed) {
    return new SourceManner(
        meanings, renewal, headers, pacedTogether, pace, operation, bounds, Optional.of(listed));
  }

  /** What the calls of the operation are counted by: points are the credential's. */
  String bucket() {
    return pace.filter(Pace.OfOperations.class::isInstance).isPresent() ? operation : "";
  }
}
