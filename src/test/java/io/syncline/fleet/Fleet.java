package io.syncline.fleet;

import io.syncline.core.pipeline.Pipeline;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Stream;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/** The pipeline {@code fleet}, declared: its runs lead one run for each ship. */
@Profile(Fleet.WORD) // so that only its own tests have it
@Configuration(proxyBeanMethods = false)
class Fleet {
  static final String WORD = "fleet";

  /** A load is known by the ship and the deck it is on. */
  static final Stream LOADS =
      Stream.into("loads", "fleet_loads", 1, List.of(Column.text("place"), Column.integer("tons")));

  @Bean
  Pipeline fleetPipeline(Environment environment) {
    return Pipeline.named(WORD, environment).writes(LOADS).declared();
  }
}
