package io.syncline.core.trace;

import java.net.URI;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Traces, where there is somebody to send them to. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("syncline.traced")
class TraceConfiguration {

  @Bean
  SpanSender spanSender(@Value("${syncline.otlp-traces-url}") URI collector) {
    return new SpanSender(collector);
  }

  @Bean
  RunSpans runSpans(SpanSender sender, Clock clock) {
    return new RunSpans(sender, clock);
  }
}
