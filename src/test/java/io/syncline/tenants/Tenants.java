package io.syncline.tenants;

import io.syncline.core.pipeline.Pipeline;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/** The pipeline {@code tenants}, declared: a run for each of them, which may wait. */
@Profile(Tenants.WORD) // so that only its own tests have it
@Configuration(proxyBeanMethods = false)
class Tenants {
  static final String WORD = "tenants";

  @Bean
  Pipeline tenantsPipeline(Environment environment) {
    return Pipeline.named(WORD, environment).declared();
  }
}
