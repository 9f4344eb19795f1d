package io.syncline.sample;

import io.syncline.core.pipeline.Parameter;
import io.syncline.core.pipeline.Parameters;
import io.syncline.core.pipeline.Pipeline;
import io.syncline.core.source.Allowance;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Stream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** A pipeline as small as one gets; no stereotype, so that no other test's scan finds it. */
class Sample {
  static final Stream ARTICLES =
      Stream.into(
              "articles",
              "sample_articles",
              1,
              List.of(Column.text("id"), Column.text("title"), Column.numeric("price")))
          .unprefixed();

  @Bean
  Pipeline samplePipeline(Environment environment) {
    return Pipeline.named("sample", environment)
        .reads(source(environment))
        .writes(ARTICLES)
        .asked(Parameters.of(Parameter.flag("all")))
        .declared();
  }

  static SourceProfile source(Environment environment) {
    return new SourceProfile(
        "sample",
        URI.create(environment.getRequiredProperty("syncline.sample.base-url")),
        true,
        Map::of,
        100,
        1_000,
        Allowance.perDay(10_000),
        Duration.ofSeconds(10));
  }
}
