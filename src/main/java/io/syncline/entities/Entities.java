package io.syncline.entities;

import io.syncline.core.pipeline.Endpoint;
import io.syncline.core.pipeline.Guard;
import io.syncline.core.pipeline.Pipeline;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The pipeline {@code entities}, declared. */
@Configuration(proxyBeanMethods = false)
class Entities {
  static final String WORD = "entities";

  /** The kinds of entities there are, by the names of their tables. */
  static final List<String> TYPES = List.of("partners", "staff", "asins");

  @Bean
  Pipeline entitiesPipeline(Environment environment) {
    return Pipeline.named(WORD, environment)
        .serves(Endpoint.get("/api/lineage/{entityType}/{entityId}", Guard.VIEWER))
        .serves(Endpoint.get("/api/entities/conflicts", Guard.VIEWER))
        .declared();
  }
}
