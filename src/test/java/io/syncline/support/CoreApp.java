package io.syncline.support;

import java.time.Clock;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** No stereotype, so that no other test's scan finds it. */
@EnableAutoConfiguration
@ComponentScan(
    basePackages = "io.syncline.core",
    excludeFilters =
        @ComponentScan.Filter(
            type = FilterType.REGEX,
            pattern = "io\\.syncline\\..*(IT|Test)\\$.*"))
@Import({TestStreams.class, TestSources.class})
public class CoreApp {

  @Bean
  @Primary
  Clock settableClock() {
    return new SettableClock();
  }

  @Bean
  TestPipeline testPipeline() {
    return new TestPipeline();
  }
}
