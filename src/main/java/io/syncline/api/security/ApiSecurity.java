package io.syncline.api.security;

import io.syncline.api.Endpoints;
import io.syncline.api.Problems;
import io.syncline.core.pipeline.Guard;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The chains for programs: no session, no cookie, one kind of credential per path. */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {
  private static final int TOKEN = 4096;

  private final WebSecrets secrets;
  private final Refusals refusals;
  private final AuthFailureFilter failures;
  private final Endpoints endpoints;

  ApiSecurity(
      WebSecrets secrets,
      Refusals refusals,
      AuthFailures failures,
      Problems problems,
      Endpoints endpoints) {
    this.endpoints = endpoints;
    this.secrets = secrets;
    this.refusals = refusals;
    this.failures = new AuthFailureFilter(failures, problems);
  }

  /** The simulators check their own credentials, like the services they stand for. */
  @Bean
  @Order(1)
  @Profile("sandbox")
  SecurityFilterChain sandboxChain(HttpSecurity http) throws Exception {
    return api(http.securityMatcher("/sandbox/**"))
        .authorizeHttpRequests(it -> it.anyRequest().permitAll())
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain apiKeyChain(HttpSecurity http) throws Exception {
    return api(http.securityMatcher(guardedBy(Guard.SYNC_API_KEY)))
        .addFilterBefore(
            KeyFilter.apiKey(secrets.syncApiKey(), refusals), AnonymousAuthenticationFilter.class)
        .authorizeHttpRequests(it -> it.anyRequest().hasRole("job"))
        .build();
  }

  @Bean
  @Order(3)
  SecurityFilterChain cronChain(HttpSecurity http) throws Exception {
    return api(http.securityMatcher(guardedBy(Guard.CRON_SECRET)))
        .addFilterBefore(
            KeyFilter.cronSecret(secrets.cronSecret(), refusals),
            AnonymousAuthenticationFilter.class)
        .authorizeHttpRequests(it -> it.anyRequest().hasRole("job"))
        .build();
  }

  /** The bean behind it has the body, which is what was signed. */
  @Bean
  @Order(4)
  SecurityFilterChain signatureChain(HttpSecurity http) throws Exception {
    return api(http.securityMatcher(guardedBy(Guard.SIGNATURE)))
        .authorizeHttpRequests(
            it -> it.requestMatchers(HttpMethod.POST).permitAll().anyRequest().denyAll())
        .build();
  }

  @Bean
  @Order(5)
  SecurityFilterChain tokenChain(HttpSecurity http, JwtSettings settings, Clock clock)
      throws Exception {
    return api(http.securityMatcher("/admin/**", "/api/**"))
        .oauth2ResourceServer(
            it ->
                it.bearerTokenResolver(shortTokens())
                    .authenticationEntryPoint(refusals)
                    .accessDeniedHandler(refusals)
                    .jwt(
                        jwt ->
                            jwt.decoder(JwtRules.decoder(secrets.jwtSecret(), settings, clock))
                                .jwtAuthenticationConverter(JwtRules::caller)))
        .authorizeHttpRequests(this::byRole)
        .build();
  }

  @Bean
  @Order(6)
  SecurityFilterChain openChain(HttpSecurity http) throws Exception {
    return api(http.securityMatcher(
            new OrRequestMatcher(
                guardedBy(Guard.NONE), paths("/openapi.yaml", "/actuator/health"))))
        .authorizeHttpRequests(
            it ->
                it.requestMatchers(HttpMethod.GET)
                    .permitAll()
                    .requestMatchers(HttpMethod.HEAD)
                    .permitAll()
                    .anyRequest()
                    .denyAll())
        .build();
  }

  private RequestMatcher guardedBy(Guard guard) {
    return paths(endpoints.guardedBy(guard));
  }

  /** None at all match nothing. */
  private static RequestMatcher paths(String... paths) {
    List<RequestMatcher> matchers =
        Stream.of(paths)
            .<RequestMatcher>map(PathPatternRequestMatcher.withDefaults()::matcher)
            .toList();
    return request -> matchers.stream().anyMatch(matcher -> matcher.matches(request));
  }

  private void byRole(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          requests) {
    requests
        // first: what a viewer may read may be somebody else's to change under the same path
        .requestMatchers(HttpMethod.GET, endpoints.guardedBy(Guard.VIEWER))
        .hasAnyRole("viewer", "admin")
        .requestMatchers(HttpMethod.HEAD, endpoints.guardedBy(Guard.VIEWER))
        .hasAnyRole("viewer", "admin")
        .requestMatchers(endpoints.guardedBy(Guard.ADMIN))
        .hasRole("admin")
        .anyRequest()
        .denyAll();
  }

  private HttpSecurity api(HttpSecurity http) throws Exception {
    return http.csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .exceptionHandling(
            it -> it.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .headers(ConsoleSecurity::strictHeaders)
        .addFilterBefore(failures, LogoutFilter.class)
        .authorizeHttpRequests(ConsoleSecurity::laterDispatches);
  }

  private static BearerTokenResolver shortTokens() {
    DefaultBearerTokenResolver header = new DefaultBearerTokenResolver();
    return request -> {
      String token = header.resolve(request);
      if (token != null && token.length() > TOKEN) {
        throw new OAuth2AuthenticationException(BearerTokenErrors.invalidToken("too long"));
      }
      return token;
    };
  }
}
