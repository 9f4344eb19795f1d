package io.syncline.support;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.syncline.core.source.Allowance;
import io.syncline.core.source.SourceProfile;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.annotation.Bean;

/**
 * A source of the tests behind a real HTTP server, and a second server that is none of ours. No
 * stereotype, so that no scan finds it.
 */
public class TestSources {
  public static final String CREDENTIAL = "canary-of-the-shop";

  @Bean(destroyMethod = "stop")
  WireMockServer shopServer() {
    return started();
  }

  @Bean(destroyMethod = "stop")
  WireMockServer otherServer() {
    return started();
  }

  @Bean
  SourceProfile shop(WireMockServer shopServer) {
    return new SourceProfile(
        "shop",
        URI.create("http://localhost:" + shopServer.port() + "/api"),
        true,
        () -> Map.of("Authorization", CREDENTIAL),
        1_000,
        10_000,
        Allowance.perMonth(1_000_000),
        Duration.ofSeconds(60));
  }

  private static WireMockServer started() {
    WireMockServer server =
        new WireMockServer(WireMockConfiguration.options().dynamicPort().gzipDisabled(true));
    server.start();
    return server;
  }
}
