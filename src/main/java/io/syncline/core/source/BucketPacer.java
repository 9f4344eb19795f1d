package io.syncline.core.source;

import java.util.Optional;

/** Lets calls of one operation pass as its bucket is filled, which is kept in staging. */
final class BucketPacer implements Pacer {
  private static final double FASTEST = 1_000;

  private final SourceBuckets buckets;
  private final Rate rate;
  private final String header;
  private volatile double told;

  BucketPacer(SourceBuckets buckets, Rate rate, String header) {
    this.buckets = buckets;
    this.rate = rate;
    this.header = header;
  }

  @Override
  public Turn take(SourceProfile source) {
    SourceBuckets.Taken taken = buckets.take(source, rate);
    told = taken.perSecond();
    return taken.turn();
  }

  /** Its bucket was emptied in staging. */
  @Override
  public void refused() {}

  @Override
  public void learn(SourceProfile source, SourceAnswer answer) {
    Optional<Double> now = answer.header(header).flatMap(BucketPacer::number);
    if (now.isPresent() && now.get() != told) {
      told = now.get();
      buckets.learn(source, rate, now.get());
    }
  }

  /** What is no rate is not believed: a zero would stop the operation for ever. */
  private static Optional<Double> number(String text) {
    try {
      double value = Double.parseDouble(text);
      return value > 0 && value <= FASTEST ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
