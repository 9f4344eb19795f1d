package io.syncline.api.security;

import io.syncline.api.Endpoints;
import io.syncline.api.JsonReader;
import io.syncline.api.Problems;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.Cookie.SameSite;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.server.AbstractServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.web.PathPatternRequestMatcherBuilderFactoryBean;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.util.unit.DataSize;

/** Puts the guards in their places: start-up before security, the body after it. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@EnableConfigurationProperties({WebSecrets.class, JwtSettings.class, OidcSettings.class})
class GuardConfiguration {

  @Bean
  PathPatternRequestMatcherBuilderFactoryBean requestMatcherBuilder() {
    return new PathPatternRequestMatcherBuilderFactoryBean();
  }

  /** A vendor's key may have a slash or a percent sign; encoded, they are part of its value. */
  @Bean
  HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowUrlEncodedSlash(true);
    firewall.setAllowUrlEncodedDoubleSlash(true);
    firewall.setAllowUrlEncodedPercent(true);
    return firewall;
  }

  /** The way back from a provider begins at its site, and must find the session it began with. */
  @Bean
  WebServerFactoryCustomizer<AbstractServletWebServerFactory> cookieOfSessions(OidcSettings oidc) {
    return server -> {
      if (oidc.isOn()) {
        server.getSession().getCookie().setSameSite(SameSite.LAX);
      }
    };
  }

  @Bean
  FilterRegistrationBean<StartedFilter> startedFilter(CamelContext camel, Problems problems) {
    var filter = new FilterRegistrationBean<>(new StartedFilter(camel::isStarted, problems));
    filter.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER - 10);
    return filter;
  }

  /** After security: nobody has a body read who may not send one. */
  @Bean
  FilterRegistrationBean<BodyFilter> bodyFilter(
      @Value("${syncline.http.body-limit}") DataSize limit,
      @Value("${syncline.http.longest-body}") Duration longest,
      JsonReader json,
      Problems problems,
      Endpoints endpoints) {
    var filter =
        new FilterRegistrationBean<>(
            new BodyFilter(Math.toIntExact(limit.toBytes()), longest, json, problems, endpoints));
    filter.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 10);
    return filter;
  }
}
