package io.syncline.core.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.util.unit.DataSize;

/** What is a source's own about its calls, where it is not as with most. */
record SourceManner(
    Meanings meanings,
    Renewal renewal,
    Set<String> headers,
    boolean pacedTogether,
    Optional<DataSize> largest,
    Optional<ListedHosts> hosts) {

  static final SourceManner USUAL =
      new SourceManner(
          answer -> Optional.empty(),
          (refused, run) -> {},
          Set.of(),
          false,
          Optional.empty(),
          Optional.empty());

  SourceManner meaning(Meanings other) {
    return new SourceManner(other, renewal, headers, pacedTogether, largest, hosts);
  }

  SourceManner renewedBy(Renewal other) {
    return new SourceManner(meanings, other, headers, pacedTogether, largest, hosts);
  }

  SourceManner answering(String... names) {
    Set<String> small =
        Arrays.stream(names).map(n -> n.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    return new SourceManner(meanings, renewal, small, pacedTogether, largest, hosts);
  }

  SourceManner paced() {
    return new SourceManner(meanings, renewal, headers, true, largest, hosts);
  }

  SourceManner upTo(DataSize most) {
    return new SourceManner(meanings, renewal, headers, pacedTogether, Optional.of(most), hosts);
  }

  SourceManner among(ListedHosts listed) {
    return new SourceManner(
        meanings, renewal, headers, pacedTogether, largest, Optional.of(listed));
  }
}
