package io.syncline.core.source;

import io.syncline.core.run.AfterRun;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The HTTP client of all sources: what {@code camel.component.http} in the configuration refers to.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SourceSettings.class)
class SourceHttpConfiguration {

  @Bean
  HeaderFilterStrategy sourceHeaders() {
    return new SourceHeaders();
  }

  @Bean
  BoundedExchange boundedSourceCalls(SourceCalls calls, SourceSettings settings) {
    return new BoundedExchange(settings.whole(), calls::of);
  }

  /** Bounds each call and adds the identity of the source that is called. */
  @Bean
  HttpClientConfigurer sourceWire(SourceCalls calls, BoundedExchange boundedSourceCalls) {
    return builder ->
        builder
            .addExecInterceptorFirst("bounded", boundedSourceCalls)
            .addRequestInterceptorLast(
                (request, entity, context) -> {
                  request.setHeader("Accept-Encoding", "gzip");
                  calls.identify(request);
                });
  }

  /** Names that lead to this machine or its network are refused unless an operator set the URL. */
  @Bean
  PoolingHttpClientConnectionManager sourceConnections(
      List<SourceProfile> profiles, SourceCalls calls, SourceSettings settings) {
    Set<String> trusted =
        profiles.stream()
            .filter(SourceProfile::overridden)
            .map(profile -> profile.baseUrl().getHost())
            .collect(Collectors.toSet());
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setConnectionFactory(BoundedExchange.connections())
        .setDnsResolver(new PublicAddresses(trusted, calls))
        .setMaxConnPerRoute(settings.connections())
        .setMaxConnTotal(settings.connections() * 4)
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                .setSocketTimeout(Timeout.of(settings.responseTimeout()))
                .build())
        .build();
  }

  /** Profiles of a run may be the last that knew their hosts. */
  @Bean
  AfterRun idleSourceConnections(PoolingHttpClientConnectionManager sourceConnections) {
    return run -> sourceConnections.closeIdle(TimeValue.ZERO_MILLISECONDS);
  }
}
