package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.ReadFailures;
import io.syncline.core.source.SourceAnswer;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * The sizes of a product: as remembered, or read when they are old. Prices without sizes are better
 * than none, so a failure is noted and the sizes are those that were known before.
 */
@Component
final class SizeReader {
  private final StockxClient client;
  private final ProductBook book;
  private final StockxSettings settings;
  private final ReadFailures failures;
  private final Clock clock;

  SizeReader(
      StockxClient client,
      ProductBook book,
      StockxSettings settings,
      ReadFailures failures,
      Clock clock) {
    this.client = client;
    this.book = book;
    this.settings = settings;
    this.failures = failures;
    this.clock = clock;
  }

  Sizes sizes(ActiveRun run, Target target) {
    JsonNode known =
        book.variantsSince(target.sku(), clock.instant().minus(settings.variantsFor()));
    return known.isArray() ? Sizes.remembered(known, region(run)) : sizesAnew(run, target);
  }

  /** The same when the market has a variant that is not among those remembered. */
  Sizes sizesAnew(ActiveRun run, Target target) {
    try {
      SourceAnswer answer = client.variants(run, target.product().orElseThrow().id());
      JsonNode body = answer.body();
      JsonNode variants = body.isObject() ? body.path("variants") : body;
      if (answer.isSuccess() && variants.isArray()) {
        book.keepVariants(run, target.sku(), variants, clock.instant());
        return Sizes.read(variants, region(run));
      }
      return refused(run, target, "HTTP " + answer.status() + ", no list of variants");
    } catch (TransientFailure e) {
      failures.note("Sizes of " + target.sku(), run, e);
      return older(run, target, e.getMessage());
    }
  }

  private Sizes refused(ActiveRun run, Target target, String reason) {
    run.trouble(ErrorKind.API, target.sku(), "Sizes of " + target.sku() + ": " + reason);
    return older(run, target, reason);
  }

  private Sizes older(ActiveRun run, Target target, String reason) {
    return Sizes.older(book.variantsSince(target.sku(), Instant.EPOCH), region(run), reason);
  }

  private String region(ActiveRun run) {
    return PriceOrder.of(run).sizeRegion().orElse(settings.sizeRegion());
  }
}
