package io.syncline.register;

import io.syncline.core.pipeline.Pipeline;
import io.syncline.core.stream.TableStreams;
import io.syncline.support.ScoreSheet;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/** The pipeline {@code register}, declared: its sheets are composed into two tables. */
@Profile(Register.WORD) // so that only its own tests have it
@Configuration(proxyBeanMethods = false)
class Register {
  static final String WORD = "register";

  @Bean
  Pipeline registerPipeline(Environment environment, TableStreams tables) {
    return Pipeline.named(WORD, environment)
        .writes(() -> ScoreSheet.partners(tables).stream().toList())
        .writes(ScoreSheet.HISTORY)
        .declared();
  }
}
