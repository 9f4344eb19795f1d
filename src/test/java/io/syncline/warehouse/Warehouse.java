package io.syncline.warehouse;

import io.syncline.core.pipeline.Pipeline;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Stream;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/** The pipeline {@code warehouse}, declared: what lies there, as the warehouse has counted it. */
@Profile(Warehouse.WORD) // so that only its own tests have it
@Configuration(proxyBeanMethods = false)
class Warehouse {
  static final String WORD = "warehouse";

  /** A level is known by the code of the goods. */
  static final Stream LEVELS =
      Stream.into(
          "levels",
          "warehouse_levels",
          1,
          List.of(Column.text("code"), Column.integer("units"), Column.timestamp("counted_at")));

  @Bean
  Pipeline warehousePipeline(Environment environment) {
    return Pipeline.named(WORD, environment).reads(source(environment)).writes(LEVELS).declared();
  }

  static SourceProfile source(Environment environment) {
    String token = environment.getProperty("syncline.warehouse.token", "");
    return SourceProfile.configured(
        WORD, environment, () -> Map.of("Authorization", "Bearer " + token));
  }
}
