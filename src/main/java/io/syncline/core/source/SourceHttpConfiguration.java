package io.syncline.core.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
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

  /** Only the named headers leave or enter; a source never sees what our callers sent (C2). */
  @Bean
  HeaderFilterStrategy sourceHeaders() {
    Set<String> out =
        Set.of("content-type", "accept", "x-api-type", SourceCalls.HEADER.toLowerCase(Locale.ROOT));
    Set<String> in = Set.of("content-type", "retry-after");
    DefaultHeaderFilterStrategy strategy = new DefaultHeaderFilterStrategy();
    strategy.setLowerCase(true);
    strategy.setFilterOnMatch(false);
    strategy.setOutFilter(out);
    strategy.setInFilter(in);
    strategy.setOutFilterStartsWith((String[]) null);
    strategy.setInFilterStartsWith((String[]) null);
    return strategy;
  }

  @Bean
  BoundedExchange boundedSourceCalls(SourceCalls calls, SourceSettings settings) {
    return new BoundedExchange(
        settings.largestAnswer(),
        settings.largestRatio(),
        settings.callTimeout(),
        request -> calls.of(request).map(SourceCall::run));
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
      List<SourceProfile> profiles, SourceSettings settings) {
    Set<String> trusted =
        profiles.stream()
            .filter(SourceProfile::overridden)
            .map(profile -> profile.baseUrl().getHost())
            .collect(Collectors.toSet());
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setConnectionFactory(BoundedExchange.connections())
        .setDnsResolver(new PublicAddresses(trusted))
        .setMaxConnPerRoute(settings.connections())
        .setMaxConnTotal(settings.connections() * 4)
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                .setSocketTimeout(Timeout.of(settings.responseTimeout()))
                .build())
        .build();
  }

  private record PublicAddresses(Set<String> trusted) implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
      if (!trusted.contains(host) && Arrays.stream(addresses).anyMatch(this::isInside)) {
        throw new UnknownHostException("address of " + host + " is not public");
      }
      return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
      return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }

    private boolean isInside(InetAddress address) {
      return address.isLoopbackAddress()
          || address.isSiteLocalAddress()
          || address.isLinkLocalAddress()
          || address.isAnyLocalAddress();
    }
  }
}
