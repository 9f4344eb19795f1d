package io.syncline.elitefactor;

import static io.syncline.core.pipeline.Parameter.exactlyOne;
import static io.syncline.core.pipeline.Parameter.mark;
import static io.syncline.core.pipeline.Parameter.texts;

import io.syncline.core.pipeline.Endpoint;
import io.syncline.core.pipeline.Explanation;
import io.syncline.core.pipeline.Guard;
import io.syncline.core.pipeline.Parameter;
import io.syncline.core.pipeline.Parameters;
import io.syncline.core.pipeline.Pipeline;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Stream;
import io.syncline.core.write.AtMostAtOnce;
import java.util.List;
import org.apache.camel.spi.RoutePolicy;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/** The pipeline {@code elitefactor}, declared: its two streams both go into {@code listings}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EliteFactorSettings.class)
class EliteFactor {
  static final String WORD = "elitefactor";
  static final String CODES = "artisan_codes";
  private static final String BACKFILLS = "backfill";
  static final int LONGEST_CODE = 200;
  private static final List<Column> COLUMNS =
      List.of(Column.text("artisan_id"), Column.numeric("artisan_elite_factor", 5, 4));

  /** Every listing of the artisan gets the factor (EF-16). */
  static final Stream FACTORS =
      Stream.into("factors", "listings", 1, COLUMNS).unprefixed().updating();

  /** Only listings without a factor get it (EF-25). */
  static final Stream BACKFILL =
      Stream.into(BACKFILLS, "listings", 1, COLUMNS).unprefixed().filling();

  /**
   * Two writers of one artisan's listings could leave the older factor: one run at a time (EF-06).
   */
  @Bean
  Pipeline eliteFactorPipeline(
      Environment environment,
      EliteFactorSettings settings,
      EliteFactorAnswers answers,
      ObjectProvider<ListingWhy> why,
      @Value("${syncline.http.body-limit}") DataSize bodyLimit) {
    Parameter.Texts codes = texts(CODES, settings.mostCodes(), LONGEST_CODE);
    return Pipeline.named(WORD, environment)
        .writes(FACTORS)
        .writes(BACKFILL)
        .workers("elite-factor-lookups", settings.lookupWorkers())
        .sharing(codes, FactorProgress.SHARE)
        .asked(Parameters.of(exactlyOne(codes, mark("all"), mark(BACKFILLS)).orElse("all")))
        // so that no edit is lost; only a second full run beside one is refused at once (EF-06)
        .waitsItsTurn(settings.queue(), asked -> asked.has(CODES))
        .serves(
            // a caller that computed no codes must not refresh all artisans
            Endpoint.post("/api/admin/sync-elite-factor", Guard.CRON_SECRET)
                .starts(Parameters.of(exactlyOne(codes, mark("all"))), answers::webhook)
                .sharing()
                .advising(
                    "send at most %s codes and %s KB a call"
                        .formatted(settings.mostCodes(), bodyLimit.toKilobytes())))
        .serves(Endpoint.get("/api/elitefactor/quality", Guard.VIEWER))
        .explains(Explanation.of(asked -> why.getObject().ofListing(asked), "listing"))
        .explains(Explanation.of(asked -> why.getObject().ofArtisan(asked), "artisan"))
        .declared();
  }

  /** The stream that a run writes. */
  static Stream streamOf(ActiveRun run) {
    return run.request().parameters().has(BACKFILLS) ? BACKFILL : FACTORS;
  }

  /** Writers beyond these would only compete for the disk. */
  @Bean
  RoutePolicy eliteFactorWriters(EliteFactorSettings settings) {
    return new AtMostAtOnce(settings.writers());
  }
}
