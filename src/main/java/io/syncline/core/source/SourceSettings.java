package io.syncline.core.source;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/** {@code syncline.source.*}: see {@code config/application.yaml} for units and reasons. */
@ConfigurationProperties("syncline.source")
record SourceSettings(
    Duration connectTimeout,
    Duration responseTimeout,
    Duration callTimeout,
    Duration downloadTimeout,
    DataSize largestAnswer,
    DataSize largestDownload,
    int largestRatio,
    int connections,
    int stopAfterFailures,
    int stopAfterRefusals,
    Duration longestNap) {

  /** The bounds of an answer that is taken whole. */
  Bounds whole() {
    return new Bounds(largestAnswer, largestRatio, callTimeout, responseTimeout);
  }

  /** The same for a source: one of its own is no more than what memory is there for. */
  Bounds whole(SourceProfile source) {
    DataSize most =
        source
            .manner()
            .bounds()
            .largest()
            .filter(own -> own.compareTo(largestAnswer) < 0)
            .orElse(largestAnswer);
    return new Bounds(most, largestRatio, callTimeout, responseTimeout);
  }

  /** The bounds of an answer that is read as it comes. */
  Bounds streamed(SourceProfile source) {
    OwnBounds own = source.manner().bounds();
    Duration longest = own.longest().orElse(downloadTimeout);
    Duration silent = longest.compareTo(downloadTimeout) < 0 ? longest : downloadTimeout;
    return new Bounds(own.largest().orElse(largestDownload), largestRatio, longest, silent);
  }
}
